import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { CompanyId, PersonId } from "#domain/ids";
import type { SecretOf } from "./secret-shapes.ts";

/**
 * Where a sealed text lives: whose it is, in which item, as what. A text moved to another tenant, item or field no longer opens.
 * `item` is the item's id or sort key; `purpose` says the field in words that never change, such as "totp-secret".
 */
export type Place = { readonly tenant: CompanyId | PersonId; readonly item: string; readonly purpose: string };

/** Seals small secrets of tenants before they are stored. Sealed texts look like `v1.<key id>.<nonce>.<ciphertext>`. */
export type Envelope = {
  /** Seals a text of at most 64 KB under the current key. */
  seal(text: string, place: Place): string;
  /** Throws UnopenableEnvelope when a single bit, the place, the version or the key is not the one it was sealed with. */
  open(sealed: string, place: Place): string;
  /** Whether it was sealed under a key that is no longer the current one: whoever writes its item next seals it again. */
  needsRotation(sealed: string): boolean;
  /** The same text under the current key; the given one when it is already so. For read-modify-write. */
  renew(sealed: string, place: Place): string;
};

/** Whether a secret holds the key a text was sealed with: what to want of it before opening, so that a rotation elsewhere is heard of. */
export const hasKeyOf =
  (sealed: string) =>
  ({ keys }: SecretOf<"envelope">): boolean =>
    keys.some(({ id }) => id === sealed.split(".", 2)[1]);

/** A sealed text cannot be opened. Says why in general terms and shows nothing of it. */
export class UnopenableEnvelope extends Error {
  override readonly name = "UnopenableEnvelope";
}

const VERSION = "v1";
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** 96 random bits. Each tenant has its own key, so a nonce is only ever compared with those of one tenant. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TEXT_BYTES_MAX = 64 * 1_024;
const SEALED_LENGTH_MAX = 90_000;

type MasterKey = SecretOf<"envelope">["keys"][number];

/** The first key seals, all of them open. `randomness` makes the nonces. */
export function envelope({ keys }: SecretOf<"envelope">, randomness: (bytes: number) => Uint8Array): Envelope {
  const [current] = keys;
  if (!current) throw new Error("an envelope has at least one key");
  const keyNamed = (id: string): MasterKey => keys.find((key) => key.id === id) ?? refuse("no such key");
  const needsRotation = (sealed: string): boolean => partsOf(sealed).keyId !== current.id;
  const seal = (text: string, place: Place): string => sealed(text, place, current, randomness(NONCE_BYTES));
  const open = (text: string, place: Place): string => {
    const parts = partsOf(text);
    return opened(parts, place, keyNamed(parts.keyId));
  };
  return { seal, open, needsRotation, renew: (text, place) => (needsRotation(text) ? seal(open(text, place), place) : text) };
}

function sealed(text: string, place: Place, master: MasterKey, nonce: Uint8Array): string {
  const plain = Buffer.from(text, "utf8");
  if (plain.length > TEXT_BYTES_MAX) throw new RangeError(`an envelope holds at most ${TEXT_BYTES_MAX} bytes`);
  const cipher = createCipheriv(CIPHER, tenantKey(master, place), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(place, master.id));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, master.id, Buffer.from(nonce).toString("base64url"), ciphertext.toString("base64url")].join(".");
}

function opened({ nonce, ciphertext }: Parts, place: Place, master: MasterKey): string {
  const tag = ciphertext.subarray(ciphertext.length - TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, tenantKey(master, place), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place, master.id)).setAuthTag(tag);
  const plain = decipher.update(ciphertext.subarray(0, ciphertext.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]).toString("utf8");
  } catch {
    return refuse("altered, or sealed for another place");
  }
}

/** One key a tenant (HKDF, RFC 5869): a key that leaks from one call opens one tenant, and the master key encrypts nothing itself. */
const tenantKey = ({ key }: MasterKey, { tenant }: Place): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", Buffer.from(key, "base64url"), "", `numma envelope ${VERSION}\n${tenant}`, KEY_BYTES));

/** JSON keeps the parts apart: no two places are written alike. */
const boundTo = ({ tenant, item, purpose }: Place, keyId: string): Buffer =>
  Buffer.from(JSON.stringify([VERSION, keyId, tenant, item, purpose]));

type Parts = { readonly keyId: string; readonly nonce: Buffer; readonly ciphertext: Buffer };

function partsOf(text: string): Parts {
  if (text.length > SEALED_LENGTH_MAX) refuse("too long");
  const [version, keyId = "", nonce = "", ciphertext = "", ...rest] = text.split(".");
  if (version !== VERSION) refuse("unknown version");
  const parts = { keyId, nonce: bytesOf(nonce), ciphertext: bytesOf(ciphertext) };
  if (rest.length > 0 || parts.nonce.length !== NONCE_BYTES || parts.ciphertext.length < TAG_BYTES) refuse("not of this form");
  return parts;
}

/** Only the one spelling that `seal` writes: lenient decoding would let two texts stand for the same bytes. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : refuse("not of this form");
}

function refuse(reason: string): never {
  throw new UnopenableEnvelope(`this sealed text cannot be opened: ${reason}`);
}
