import { createHmac, timingSafeEqual } from "node:crypto";

/** Two hours, as Bridge's. */
const TOKEN_SECONDS = 7_200;

/** A token says whose it is and until when, and is signed: a sandbox started again still takes it. `serial` makes each one different. */
export function newToken(uuid: string, serial: string, now: Date, secret: string): { readonly token: string; readonly expiresAt: string } {
  const expiresAt = new Date(now.getTime() + TOKEN_SECONDS * 1_000).toISOString();
  const content = Buffer.from(`${uuid} ${expiresAt} ${serial}`).toString("base64url");
  return { token: `${content}.${signed(content, secret)}`, expiresAt };
}

/** Whose token this is; undefined when it is not ours or no longer good. */
export function tokenUser(token: string, now: Date, secret: string): string | undefined {
  const [content = "", signature = ""] = token.split(".");
  const expected = Buffer.from(signed(content, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const [uuid, expiresAt = ""] = Buffer.from(content, "base64url").toString("utf8").split(" ");
  return expiresAt > now.toISOString() ? uuid : undefined;
}

const signed = (content: string, secret: string): string => createHmac("sha256", secret).update(content).digest("base64url");
