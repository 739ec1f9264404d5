import { isAbsolute } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The programs that are there. */
export interface Tools {
  /** Folder of the programs in C; absent where they cannot be built. */
  readonly c?: string;
  /** Path of Bun. */
  readonly bun?: string;
  /** Path of Deno. */
  readonly deno?: string;
  /** Path of the program that prints five links, bundled with the module; absent where nothing bundles it. */
  readonly bundle?: string;
  /** Path of the same as an executable. */
  readonly executable?: string;
  /** Path of a program that imports as many files as the module has, in which there is nothing. */
  readonly files?: string;
}

/** One program that does the work. */
export interface Side {
  /** Its name in the table. */
  readonly name: string;
  /** The side that it is compared with; absent for that side itself. */
  readonly reference?: string;
  /** What it may be compared with that side: times as much, or of shares of a processor percent more. */
  readonly limit?: number;
  /** How it is started. */
  readonly command: readonly string[];
}

/** A program, by its name or the path of a file, and its arguments. */
export type Program = readonly [name: string, ...args: readonly string[]];

/** What each runtime may be compared with its reference. */
export interface Limits {
  readonly bun: number;
  readonly deno: number;
}

/** A runtime that is there: its name, how it runs a file, and the limit that is its own. */
interface Runtime {
  readonly name: string;
  readonly command: readonly string[];
  readonly limit: keyof Limits;
}

/** The path of a program. */
export function path(program: string): string {
  return fileURLToPath(new URL(`programs/${program}`, import.meta.url));
}

/** How a file is run by the runtime in which this one runs. */
export function here(file: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, ...process.versions["deno"] === undefined ? [] : ["run", "-A"], file, ...args];
}

/** Makes the sides of lines of what is there. */
export class Sides {
  readonly #c: string | undefined;
  readonly #runtimes: readonly Runtime[];

  /** Takes the programs that are there. */
  constructor({ c, bun, deno }: Tools) {
    this.#c = c;
    this.#runtimes = [
      ...(bun === undefined ? [] : [{ name: "Bun", command: [bun], limit: "bun" } as const]),
      ...(deno === undefined ? [] : [{ name: "Deno", command: [deno, "run", "-A"], limit: "deno" } as const]),
    ];
  }

  /** C, and compared with it Bun and Deno; their program is called like that in C, unless `own` says otherwise. */
  besideC(inC: Program, { own = inC, limits }: { readonly own?: Program; readonly limits?: Limits } = {}): Side[] {
    const [programInC, ...args] = inC;
    const c = this.#c === undefined ? [] : [{ name: "C", command: [`${this.#c}${programInC}`, ...args] }];
    const runtimes = this.#runtimes.map((runtime) => ({
      name: runtime.name,
      command: started(runtime, own),
      ...(limits === undefined ? {} : { limit: limits[runtime.limit] }),
      ...this.#beside("C"),
    }));
    return [...c, ...runtimes];
  }

  /** The same work in the fewest steps, without the module: what nothing in these runtimes can stay far below. */
  byHand(name: string, ...args: readonly string[]): Side[] {
    return this.#runtimes.map((runtime) => ({
      name: `${runtime.name}, by hand`,
      command: started(runtime, [`by-hand/${name}`, ...args]),
      ...this.#beside("C"),
    }));
  }

  /** What `ip -j` prints, parsed by the runtime in which this one runs. */
  ip(...args: readonly string[]): Side {
    return { name: "ip -j", command: here(path("ip.ts"), ...args), ...this.#beside("C") };
  }

  /**
   * Each runtime with one program, and compared with it the same runtime with others; `nothing` and the names of the
   * others follow that of the runtime.
   */
  besideItself(
    [nothing, least]: readonly [name: string, program: Program],
    others: readonly { readonly name?: string; readonly program: Program; readonly limit?: number }[],
  ): Side[] {
    return this.#runtimes.flatMap((runtime) => {
      const reference = `${runtime.name}, ${nothing}`;
      return [
        { name: reference, command: started(runtime, least) },
        ...others.map(({ name, program, ...rest }) => ({
          name: name === undefined ? runtime.name : `${runtime.name}, ${name}`,
          command: started(runtime, program),
          reference,
          ...rest,
        })),
      ];
    });
  }

  #beside(reference: "C"): Pick<Side, "reference"> {
    return this.#c === undefined ? {} : { reference };
  }
}

/** How a runtime runs a program. */
function started({ command }: Runtime, [program, ...args]: Program): readonly string[] {
  return [...command, isAbsolute(program) ? program : path(`${program}.ts`), ...args];
}
