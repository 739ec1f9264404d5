/**
 * The program `host-device`, as a container runtime runs it.
 *
 * @module
 */
import process from "node:process";
import { runPlugin } from "../plugin.ts";
import { hostDevice } from "./plugin.ts";

process.exitCode = await runPlugin(hostDevice());
