import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ApiKeyId, CompanyId } from "#domain/ids";

const SECRET_BYTES = 32;
const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/**
 * `nk_<company's ULID>_<key's ULID>_<43 letters of secret><6 of check>`: the company is named, so that the key is found inside its own
 * partition by one read; the prefix and the check let a scanner tell a leaked key from noise. docs/api-keys.md.
 */
const API_KEY_TEXT = new RegExp(`^nk_(${ULID})_(${ULID})_([A-Za-z0-9_-]{43})([0-9A-Za-z]{6})$`);

/** What a caller showed: whose key it claims to be, and the SHA-256 (hex) of the whole text. */
export type ShownKey = { readonly companyId: CompanyId; readonly keyId: ApiKeyId; readonly hash: string };

/** A new key's text, to be shown once. Only its hash is kept. */
export function newApiKeyText(companyId: CompanyId, keyId: ApiKeyId, randomness: (bytes: number) => Uint8Array): string {
  const secret = Buffer.from(randomness(SECRET_BYTES)).toString("base64url");
  const text = `nk_${companyId.slice("cmp_".length)}_${keyId.slice("key_".length)}_${secret}`;
  return text + checkOf(text);
}

/** Reads a key's text; null when it is none: a typing error costs no read of the table. */
export function readApiKeyText(text: string): ShownKey | null {
  const [, company, key, , check] = API_KEY_TEXT.exec(text) ?? [];
  if (check === undefined || checkOf(text.slice(0, -check.length)) !== check) return null;
  return { companyId: CompanyId.parse(`cmp_${company}`), keyId: ApiKeyId.parse(`key_${key}`), hash: apiKeyHash(text) };
}

export const apiKeyHash = (text: string): string => createHash("sha256").update(text).digest("hex");

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK_LETTERS = 6;

/** CRC-32 in six letters of base 62. No secret: it catches typing errors and lets scanners be sure. */
function checkOf(text: string): string {
  let rest = crc32(text);
  let letters = "";
  for (let place = 0; place < CHECK_LETTERS; place += 1) {
    letters = (BASE62[rest % BASE62.length] ?? "") + letters;
    rest = Math.floor(rest / BASE62.length);
  }
  return letters;
}
