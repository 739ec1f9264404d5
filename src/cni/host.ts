import process from "node:process";

/** What a plugin has to do with, other than the kernel: by default the process that it is. */
export interface Host {
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads all of standard input. */
  readonly stdin: () => Promise<string>;
  /** Writes to standard output; rejects where nobody takes it. */
  readonly stdout: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly stderr: (text: string) => void;
}

/** The process itself. */
export const processHost: Host = {
  env: process.env,
  async stdin() {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of process.stdin) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  },
  stdout(text) {
    return new Promise((resolve, reject) => {
      process.stdout.once("error", reject).write(text, (error) => error ? reject(error) : resolve());
    });
  },
  stderr(text) {
    process.stderr.write(text);
  },
};
