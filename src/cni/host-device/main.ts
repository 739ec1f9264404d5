/**
 * The program `host-device`, as a container runtime runs it.
 *
 * @module
 */
import process from "node:process";
import { runPlugin } from "../plugin.ts";
import { hostDevice } from "./plugin.ts";

// Without a wait at the top, which byte code cannot have. Nothing rejects: every failure is an answer.
runPlugin(hostDevice()).then((status) => process.exitCode = status);
