import { createHmac } from "node:crypto";

/** A user of the sandbox. Its uuid says which year it was made in, because its company's story starts the year before. */
export type SandboxUser = { readonly uuid: string; readonly createdYear: number };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The uuid (version 8, our own making) of whoever carries this reference: the year, a digest of the reference and a check. It
 * depends on nothing else, so a sandbox started again knows the users of the one before without having stored them.
 */
export function userFor(reference: string, createdYear: number, secret: string): SandboxUser {
  const year = createdYear.toString(16).padStart(4, "0");
  const digest = signed(`user ${reference}`, secret);
  const start = `${year}${digest.slice(0, 4)}-${digest.slice(4, 8)}-8${digest.slice(8, 11)}-a${digest.slice(11, 14)}`;
  return { uuid: `${start}-${signed(start, secret).slice(0, 12)}`, createdYear };
}

/** The user a uuid names, or undefined when this sandbox cannot have made it. */
export function userOf(uuid: string, secret: string): SandboxUser | undefined {
  const known = UUID.test(uuid) && uuid.slice(24) === signed(uuid.slice(0, 23), secret).slice(0, 12);
  return known ? { uuid, createdYear: Number.parseInt(uuid.slice(0, 4), 16) } : undefined;
}

const signed = (text: string, secret: string): string => createHmac("sha256", secret).update(text).digest("hex");
