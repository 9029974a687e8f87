/** A failure that the person who starts the program can mend: its message says how, and no stack is shown. */
export class OperatorError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = new.target.name;
  }
}
