// Prints the first five links.
import { Rtnetlink } from "../../../mod.ts";

await using rtnetlink = await Rtnetlink.open();
for (const { index, name, state } of (await rtnetlink.links.list()).slice(0, 5)) console.log(index, name, state);
