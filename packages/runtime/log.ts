/** One line of JSON an event: names and figures, never names of people, IBANs, tokens, bodies. */
export type Log = (event: LogEvent) => void;

export type LogEvent = { readonly level: "info" | "warn" | "error"; readonly event: string } & Readonly<
  Record<string, string | number | boolean | null>
>;

/** Where Lambda's lines go. */
export const consoleLog: Log = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

/** A failure as an event: its type, its message and the first frames, which hold code and no data. */
export function failure(event: string, error: unknown, more: Readonly<Record<string, string | number>> = {}): LogEvent {
  const known = error instanceof Error;
  return {
    level: "error",
    event,
    ...more,
    error: known ? error.name : "unknown",
    message: known ? error.message.slice(0, 300) : "",
    stack: known ? (error.stack ?? "").split("\n").slice(1, 6).join(" | ").slice(0, 600) : "",
  };
}
