import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "vitest";

/** An answer as it came over the wire. */
export type Wire = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string };

/** What a client that writes its own bytes is told: exactly these bytes are sent, and the first answer is read whole. */
export async function raw(port: number, bytes: string | Buffer): Promise<Wire> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => void chunks.push(chunk));
  await once(socket, "close");
  const text = Buffer.concat(chunks).toString("latin1");
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  return { status: Number(first.split(" ")[1] ?? 0), headers, text: body };
}

/** Headers every answer carries. */
export const SECURITY = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
} as const;
const LEAKS = /node_modules|\.ts:\d|ZodError|DynamoDB|Express|stack|at Object\.|COMPANY#|SYSTEM#/;
/** An answer that is no failure and names no software, file or key of ours. */
export const expectSafe = (answer: Wire, place = "") => {
  expect(answer.status, `${place} ${answer.text}`).toBeGreaterThanOrEqual(200);
  expect(answer.status, `${place} ${answer.text}`).toBeLessThan(500);
  expect(answer.text, place).not.toMatch(LEAKS);
  expect(answer.headers, place).not.toHaveProperty("x-powered-by");
  expect(answer.headers, place).not.toHaveProperty("server");
};
