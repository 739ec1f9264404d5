import { CniError, messageOf } from "./error.ts";

/** How a step is taken back. */
interface Undo {
  readonly operation: string;
  readonly run: () => Promise<void>;
}

/** Steps that are taken back in reverse where one of them fails. */
export class Transaction {
  readonly #undos: Undo[] = [];

  /**
   * Takes a step; a failure of it is told as `failed to` and the operation. Where it or a later one fails, `undo` is
   * called with what the step gave, if it came that far; so it has to be right for what was done by half, too.
   */
  async step<T>(operation: string, run: () => Promise<T>, undo?: (made: T | undefined) => Promise<void>): Promise<T> {
    let made: T | undefined;
    if (undo !== undefined) this.#undos.push({ operation, run: () => undo(made) });
    try {
      return made = await run();
    } catch (error) {
      if (error instanceof CniError) throw error;
      throw new CniError("internal", `failed to ${operation}: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Takes all steps back. What cannot be taken back is told in the details of the error that is returned. */
  async rollback(error: CniError): Promise<CniError> {
    const failures: CniError[] = [];
    for (const { operation, run } of this.#undos.splice(0).reverse()) {
      try {
        await run();
      } catch (cause) {
        failures.push(new CniError("internal", `failed to undo '${operation}': ${messageOf(cause)}`, { cause }));
      }
    }
    if (failures.length === 0) return error;
    const details = [...(error.details === undefined ? [] : [error.details]), ...failures.map(messageOf)].join("; ");
    return new CniError(error.code, error.message, {
      details,
      cause: new AggregateError([error, ...failures], details),
    });
  }
}
