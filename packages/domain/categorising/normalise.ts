import { type Channel, channelOf, withoutWrapper } from "./channel.ts";
import { labelFields } from "./label-fields.ts";
import { fold, tokensOf } from "./words.ts";

/** Raised when the same label may give another result: rules, memories and models remember which one they saw. */
export const NORM_VERSION = 1;

/** What a bank label says, taken apart. Texts are upper-case ASCII; `counterparty` and `merchantKey` are empty when nobody is named. */
export type NormalisedLabel = {
  readonly channel: Channel;
  readonly direction: "in" | "out" | "none";
  readonly counterparty: string;
  readonly motif: string;
  /** The first three words of the counterparty: the same for every payment of one trade name. */
  readonly merchantKey: string;
};

/** Card acquirers and wallets that print their own name before the shop's: `SUMUP *LE BISTROT`, `PAYPAL *ADOBE`. */
const INTERMEDIARY = /\b(?:I?ZETTLE|SUMUP|SQ|PAYPAL|PP|GOOGLE|SP|PADDLE(?:\.NET)?|STRIPE)\s{0,2}[*_]\s{0,2}/;

/** Marketplaces print an order code after the star, which changes every time. */
const MARKETPLACE = /\b(AMZN MKTP|AMAZON MKTPLACE|AMZ)(?: [A-Z]{2})?\s{0,2}\*.{0,40}/;

/** Words of a label that name nobody. */
const NOISE = new Set(
  "SEPA EUR FRA FR ICS RUM MDT MANDAT REF NUM NO DU LE LA LES DE DES DATE EMIS RECU INST NET CB CARTE FACT PAIEMENT COMMERCE ELECTRONIQUE NOTPROVIDED RCUR FRST IOPD PSC WEB".split(
    " ",
  ),
);

/** Legal forms and titles: `SARL DURAND` and `DURAND` are one counterparty. */
const FORMS = new Set(
  "SARL SAS SASU EURL EI EIRL SA SNC SCOP SELARL SELAS STE SOCIETE ETS GIE M MR MME MLLE MONSIEUR MADAME LTD GMBH INC LLC BV".split(" "),
);

/**
 * Takes a raw bank label apart: how the money moved, who stands on the other side, and why. Pure and bounded: at most the first
 * `FOLD_MAX` characters are read, and no expression backtracks. `amountCents` is signed, out is negative.
 */
export function normalise(rawLabel: string, amountCents: number): NormalisedLabel {
  const text = fold(rawLabel);
  const channel = channelOf(text);
  const { head, party, motif } = labelFields(text);
  const named = counterpartyOf(party);
  const counterparty = named === "" ? counterpartyOf(withoutWrapper(channel, head)) : named;
  const direction = amountCents > 0 ? "in" : amountCents < 0 ? "out" : "none";
  return { channel, direction, counterparty, motif: tokensOf(motif).join(" "), merchantKey: merchantKeyOf(counterparty) };
}

/** Words that stand for the other side: no dates, card tails, references or legal forms. */
export const counterpartyOf = (text: string): string => wordsOf(shopOf(text)).join(" ");

/** The shop behind a card acquirer, a wallet or a marketplace's order code; the text itself when there is none. */
export function shopOf(text: string): string {
  const shop = text.replace(MARKETPLACE, "$1 ");
  const star = INTERMEDIARY.exec(shop);
  const after = star ? shop.slice(star.index + star[0].length) : "";
  return /[A-Z]{2}/.test(after) ? after : shop;
}

const MERCHANT_KEY_WORDS = 3;

const merchantKeyOf = (counterparty: string): string =>
  counterparty
    .split(" ")
    .filter((word) => /^[A-Z&]{2,}$/.test(word))
    .slice(0, MERCHANT_KEY_WORDS)
    .join(" ");

/** A word with three digits or more, or made of digits alone, is a reference, a date or a card. */
const isReference = (word: string): boolean => /^\d+$|\d\D*\d\D*\d/.test(word);

function wordsOf(text: string): string[] {
  const words = tokensOf(text).filter((word) => !isReference(word));
  const named = words.filter((word) => !NOISE.has(word) && !FORMS.has(word));
  return named.filter((word, index) => word.length > 1 || index > 0);
}
