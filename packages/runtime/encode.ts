import { toWire } from "./case.ts";
import type { Reply } from "./reply.ts";

/** The body of an answer as it travels: JSON in wire spelling, or bytes as they are. */
export function bodyOf({ body }: Reply): Uint8Array {
  if (body === null) return new Uint8Array();
  if ("bytes" in body) return body.bytes;
  return body.json === undefined || body.json === null ? new Uint8Array() : Buffer.from(JSON.stringify(toWire(body.json)));
}

export const JSON_TYPE = "application/json; charset=utf-8";
