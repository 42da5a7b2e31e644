/** One line of JSON an event: names and figures, never names of people, IBANs, tokens, bodies. */
export type Log = (event: LogEvent) => void;

export type LogEvent = { readonly level: "info" | "warn" | "error"; readonly event: string } & Readonly<
  Record<string, string | number | boolean | null>
>;

/** Where Lambda's lines go. */
export const consoleLog: Log = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

/** A failure as an event: its type, its message without what looks like somebody's, and the first frames, which hold code and no data. */
export function failure(event: string, error: unknown, more: Readonly<Record<string, string | number>> = {}): LogEvent {
  const known = error instanceof Error;
  return {
    level: "error",
    event,
    ...more,
    error: known ? error.name : "unknown",
    message: known ? messageOf(error).slice(0, 300) : "",
    stack: known ? framesOf(error).join(" | ").slice(0, 600) : "",
  };
}

/** A message of several lines is part of the stack's text: only what is a frame is kept. */
const framesOf = ({ stack = "" }: Error): string[] =>
  stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5);

/** JSON.parse quotes what it could not read, a schema what it was not told of: whose data that is, nobody knows. */
function messageOf({ name, message }: Error): string {
  if (name === "SyntaxError") return "malformed text";
  return name === "ZodError" ? placesIn(message) : masked(message);
}

/** Where a schema did not hold, and how; never what stood there. */
function placesIn(message: string): string {
  const issues = [...message.matchAll(/"code": "(\w+)"|"path": \[([^\]]*)\]/g)];
  return issues.map(([, code, path = ""]) => code ?? `at ${path.replace(/["\s]+/g, "")}`).join(" ");
}

/** E-mails, IBANs, tokens and long hashes, wherever a library put them. Our own ids stay: they name nobody. */
const LOOKS_PRIVATE =
  /[^\s"'<>@]+@[^\s"'<>@]+\.\w+|\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?\b|\beyJ[\w-]+\.[\w.-]+|\b[\w-]{40,}\b/g;

const masked = (message: string): string => message.replace(LOOKS_PRIVATE, "…");
