/** The state directory holds something that cannot be read: damaged, or written by something else. */
export class UnreadableState extends Error {
  override readonly name = "UnreadableState";
  readonly directory: string;
  constructor(directory: string, cause: unknown) {
    super(`The data in ${directory} cannot be read (${reason(cause)}). Restore it, or move it away to start empty.`, { cause });
    this.directory = directory;
  }
}

/** Another process has the state directory open. */
export class StateInUse extends Error {
  override readonly name = "StateInUse";
  readonly directory: string;
  constructor(directory: string, cause: unknown) {
    super(`The data in ${directory} is in use by another process. Stop it, or choose another directory.`, { cause });
    this.directory = directory;
  }
}

/** The state directory cannot be made or written to. */
export class UnwritableState extends Error {
  override readonly name = "UnwritableState";
  readonly directory: string;
  constructor(directory: string, cause: unknown) {
    super(`${directory} cannot be written to (${reason(cause)}). Change its permissions, or choose another directory.`, { cause });
    this.directory = directory;
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
