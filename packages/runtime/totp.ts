import { createHmac, timingSafeEqual } from "node:crypto";

/** RFC 6238 as every authenticator application knows it: SHA-1, six digits, steps of 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** RFC 4226 asks for 160 bits. */
export const TOTP_SECRET_BYTES = 20;
/** A code of the step before or after is accepted: clocks and fingers are slow. */
const DRIFT_STEPS = 1;

export const stepOf = (at: Date): number => Math.floor(at.getTime() / 1_000 / STEP_SECONDS);

/** The code of one step. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const number = (digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, "0");
}

/** The step a code is of, or null. A step that was used, or lies before one that was, is of no use any more (RFC 6238, 5.2). */
export function matchingStep(secret: Uint8Array, code: string, now: Date, usedStep: number | null): number | null {
  const present = stepOf(now);
  const steps = Array.from({ length: 2 * DRIFT_STEPS + 1 }, (_, index) => present - DRIFT_STEPS + index);
  const matches = steps.filter((step) => isEqual(totpCode(secret, step), code) && (usedStep === null || step > usedStep));
  return matches[0] ?? null;
}

const isEqual = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 base32 without padding: how a person types a secret. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** What a QR code carries (Key Uri Format). */
export function otpauthUri(secret: Uint8Array, account: string): string {
  const label = `NUMMA:${account}`.split(":").map(encodeURIComponent).join(":");
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer: "NUMMA",
    algorithm: "SHA1",
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  });
  return `otpauth://totp/${label}?${query}`;
}
