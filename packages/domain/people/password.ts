import { Refusal } from "../refusals.ts";

const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

/** Words that open too many doors; a password that is one of them, with digits or signs around it, is refused. */
const COMMON = new Set([
  ..."password motdepasse azerty azertyuiop qwerty qwertyuiop test admin bonjour soleil doudou loulou welcome letmein iloveyou".split(" "),
  ..."numma entreprise comptabilite marseille france secret changeme administrateur football chouchou dragon monkey master".split(" "),
]);

/** Refuses what is short, one repeated sign, a run of digits, or a common word with decoration (NIST 800-63B, ASVS 6.2). */
export function assertStrong(password: string, personal: readonly string[]): void {
  const plain = password.toLowerCase();
  const core = plain.replace(/^[^a-zà-ÿ]+|[^a-zà-ÿ]+$/g, "");
  const named = personal.some((word) => word.length >= 4 && plain.includes(word.toLowerCase()) && plain.length < word.length + 6);
  const weak = password.length < PASSWORD_LENGTH_MIN || COMMON.has(core) || /^(.)\1*$/.test(password) || /^\d+$/.test(password) || named;
  if (weak)
    throw new Refusal("auth.weak_password", { flaws: [{ pointer: "/password", message: `at_least:${PASSWORD_LENGTH_MIN}:characters` }] });
}
