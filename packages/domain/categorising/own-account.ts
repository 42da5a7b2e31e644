import { counterpartyOf, type NormalisedLabel } from "./normalise.ts";
import { fold } from "./words.ts";

/** Shorter than this, a name must be the counterparty's whole name to be ours. */
const NAME_CHARACTERS_MIN = 6;

/** Banks cut names: this many characters of ours are enough when the label stops there. */
const CUT_NAME_CHARACTERS_MIN = 10;

const IBAN_CHARACTERS_MIN = 15;
const OWN_MAX = 200;

/** Whether the label names one of the company's own accounts. */
export function namesOwnIban(rawLabel: string, ownIbans: readonly string[]): boolean {
  const text = fold(rawLabel).replace(/[^A-Z0-9]/g, "");
  return ownIbans.slice(0, OWN_MAX).some((iban) => {
    const own = iban.replace(/\s/g, "").toUpperCase();
    return own.length >= IBAN_CHARACTERS_MIN && text.includes(own);
  });
}

/** Whether the other side of the label bears one of the company's own names; a beneficiary quoted in the purpose does not count. */
export function namesOwnCompany({ counterparty }: NormalisedLabel, ownNames: readonly string[]): boolean {
  if (counterparty === "") return false;
  return ownNames.slice(0, OWN_MAX).some((name) => {
    const own = counterpartyOf(fold(name));
    if (own === "") return false;
    if (own === counterparty) return true;
    if (own.length >= NAME_CHARACTERS_MIN && counterparty.startsWith(`${own} `)) return true;
    return counterparty.length >= CUT_NAME_CHARACTERS_MIN && own.startsWith(counterparty);
  });
}
