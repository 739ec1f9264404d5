// Imports the module, and nothing else: what of a start is the runtime's way through its files.
import "../../../mod.ts";
