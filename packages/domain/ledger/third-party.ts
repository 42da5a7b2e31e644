import type { ThirdParty } from "./entry.ts";
import { cleanLabel } from "./label.ts";

/** Which side of trade a third party stands on: customers are 411, suppliers 401. */
export type ThirdPartyKind = "customer" | "supplier";

const PREFIX = { customer: "C", supplier: "F" } as const;
const DIVERS = { customer: "Clients divers", supplier: "Fournisseurs divers" } as const;
const LETTERS_MAX = 10;
const NAME_MAX = 80;

/** Letters and digits nobody mistakes for another: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK_CHARACTERS = 4;

/**
 * The auxiliary account of a counterparty, from its name alone, so that it is the same in every year and on every machine:
 * C or F, up to ten letters of the name, four characters of a hash of the whole name; case and
 * accents do not count, as banks write neither. Nobody named: one shared `DIVERS`
 * account, which no real name can reach because it has no check characters.
 */
export function thirdPartyOf(kind: ThirdPartyKind, counterparty: string): ThirdParty {
  const name = cleanLabel(counterparty, NAME_MAX);
  const key = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();
  if (key === "") return { code: `${PREFIX[kind]}DIVERS`, name: DIVERS[kind] };
  return { code: `${PREFIX[kind]}${key.replaceAll(" ", "").slice(0, LETTERS_MAX)}${checkOf(key)}`, name };
}

/** 20 bits of FNV-1a, 32 bits: a check against confusion, not a seal. */
function checkOf(key: string): string {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const folded = hash ^ (hash >>> 20);
  return Array.from({ length: CHECK_CHARACTERS }, (_, index) => ALPHABET[(folded >>> (5 * index)) & 31]).join("");
}
