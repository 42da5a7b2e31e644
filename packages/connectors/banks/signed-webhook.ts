import { createHmac, timingSafeEqual } from "node:crypto";
import { readLosslessJson } from "./lossless-json.ts";

/** A provider sends two signatures while a secret is being changed, never more. */
const SIGNATURES_MAX = 4;
const HEADER_CHARACTERS_MAX = 1_000;

/** What one webhook says: a signed hint that something changed, never data. `timestamp` in milliseconds; ids as the text they were written in. */
export type ProviderEvent = {
  readonly type: string;
  readonly timestamp: number;
  readonly userUuid?: string;
  readonly connectionId?: string;
  readonly itemId?: string;
  readonly accountId?: string;
};

/** The parts of a signature header, `name=value`; none when it is longer than one can be. */
export function partsOf(header: string | undefined): readonly string[] {
  if (header === undefined || header.length > HEADER_CHARACTERS_MAX) return [];
  return header.split(",").map((part) => part.trim());
}

/** The `v1` signatures among the parts of a header, as bytes: 64 hexadecimal digits, upper or lower case; the first four count. */
export function signaturesIn(parts: readonly string[]): readonly Buffer[] {
  const found = parts.flatMap((part) => /^v1=([0-9A-Fa-f]{64})$/.exec(part)?.[1] ?? []);
  return found.slice(0, SIGNATURES_MAX).map((hex) => Buffer.from(hex, "hex"));
}

/** HMAC-SHA256 of all pieces in their order. */
export function hmacOf(secret: string, pieces: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac("sha256", secret);
  for (const piece of pieces) hmac.update(piece);
  return hmac.digest();
}

/** Whether one of the signatures is that of the pieces under one of the secrets. Every pair is compared, each in constant time. */
export function isSignedBy(secrets: readonly string[], signatures: readonly Buffer[], pieces: readonly (string | Uint8Array)[]): boolean {
  // An empty secret would be one that everybody knows.
  const expected = secrets.filter((secret) => secret !== "").map((secret) => hmacOf(secret, pieces));
  const matches = expected.flatMap((digest) => signatures.map((signature) => timingSafeEqual(digest, signature)));
  return matches.includes(true);
}

/** The JSON of a body, every number as its own digits; undefined when it is none, which a right signature does not forbid. */
export function jsonIn(body: string): unknown {
  try {
    return readLosslessJson(body.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
