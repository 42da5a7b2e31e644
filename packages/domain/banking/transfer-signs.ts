import { categoryById } from "../categorising/categories.ts";
import { normalise } from "../categorising/normalise.ts";
import { fold, tokensOf, wordLine } from "../categorising/words.ts";
import type { Account } from "./account.ts";
import type { BankRow } from "./row.ts";

/** What pairing looks at in a row. */
export type Leg = Pick<
  BankRow,
  "ordinal" | "hash" | "status" | "amountCents" | "currency" | "date" | "label" | "rawLabel" | "categorisation" | "parts" | "transfer"
>;

/** The company's own names and accounts, among which its money changes pockets. */
export type OwnPockets = {
  readonly names: readonly string[];
  readonly accounts: readonly Pick<Account, "ordinal" | "name" | "bankName" | "iban" | "accountType" | "currency">[];
};

/** What a row's words say of where its money went or came from. */
export type Sign = {
  /** Its category says it is an internal transfer: a rule read it in the label, or a person chose it. */
  readonly saysSo: boolean;
  /** A transfer that names nobody but ourselves. */
  readonly isPlain: boolean;
  /** A plain one that does not even speak of us or of our accounts: anybody may have sent it. */
  readonly isMute: boolean;
  /** The monthly sum of a card with deferred debit. */
  readonly settlesCard: boolean;
  /** Other accounts of ours it names, by ordinal. */
  readonly named: ReadonlySet<number>;
};

/** Code of the category of internal transfers: moved between own pockets, neither earned nor spent. */
export const transferCode = (): string => categoryById("virement_interne").code;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words with which a bank or a person speaks of one's own accounts. */
const POCKETS = setOf(
  `INTERNE INTERNES INTERNAL ALIMENTATION APPROVISIONNEMENT APPRO NIVELLEMENT EPARGNE LIVRET COMPTE COMPTES CPTE CPT CCT COURANT
  TRESORERIE PLACEMENT DEPOT DEPOTS CAT CSL TITULAIRE REMUNERE`,
);
/** Words that say nothing of whose money it is. */
const FILLERS = setOf(
  `TRANSFER TRANSFERT PRO PROFESSIONNEL ENTREPRISE CHEQUES TERME PRINCIPAL SECONDAIRE OUVERTURE BANQUE BANK
  VIREMENT VIR MENSUEL PERMANENT ENTRE MON MES NOS NOTRE VOS VOTRE AUTRE DEPUIS VERS SUR POUR PAR AU AUX EN ET ORDRE FAVEUR`,
);
/** Neither names anybody. */
const isGeneric = (word: string): boolean => POCKETS.has(word) || FILLERS.has(word);

/** The monthly debit of a card with deferred debit, as banks print it on both accounts. */
const CARD_SETTLEMENT =
  /\b(?:DEBIT DIFFERE|(?:CB|CARTES?) DIFFERE|RELEVE (?:DE )?(?:CB|CARTES?)|FACTURETTES? (?:CB|CARTES?)|DEPENSES CARTE)\b/;

/** Reads the signs of a row. */
export function signOf(row: Leg, { names, accounts }: OwnPockets): Sign {
  const text = row.rawLabel.trim() === "" ? row.label : row.rawLabel;
  const { channel, counterparty } = normalise(text, row.amountCents);
  const line = ` ${wordLine(`${text} ${row.label}`)} `;
  const ours = new Set([...names, ...accounts.flatMap(({ name, bankName }) => [name, bankName])].flatMap(wordsOf));
  const strangers = tokensOf(counterparty).filter((word) => /^[A-Z&]{2,}$/.test(word) && !isGeneric(word) && !ours.has(word));
  const speaksOfUs = line.split(" ").some((word) => POCKETS.has(word) || (ours.has(word) && !FILLERS.has(word)));
  const saysSo = row.categorisation.code === transferCode();
  const isPlain = channel === "transfer" && strangers.length === 0;
  return {
    ...{ saysSo, isPlain, isMute: isPlain && !saysSo && !speaksOfUs },
    settlesCard: CARD_SETTLEMENT.test(line),
    named: new Set(accounts.filter((account) => account.ordinal !== row.ordinal && isNamed(account, line)).map(({ ordinal }) => ordinal)),
  };
}

const wordsOf = (text: string): string[] => tokensOf(fold(text));

/** Whether a line of words names an account: by its IBAN, the number inside it, its name or its bank. */
function isNamed({ iban, name, bankName }: OwnPockets["accounts"][number], line: string): boolean {
  const joined = line.replaceAll(" ", "");
  if (iban !== null && [iban, numberIn(iban)].some((number) => number !== "" && joined.includes(number))) return true;
  return [name, bankName].some((text) => {
    const words = wordsOf(text).filter((word) => !isGeneric(word));
    const said = words.join(" ");
    return said.length >= NAME_CHARACTERS_MIN && line.includes(` ${said} `);
  });
}

const NAME_CHARACTERS_MIN = 4;

/** The account number inside a French IBAN (characters 15 to 25): banks print it alone. Empty for another country's. */
const numberIn = (iban: string): string => (iban.startsWith("FR") && iban.length === 27 ? iban.slice(14, 25) : "");

/** Words with which a row may be one leg of a transfer that no rule recognised. */
const OWN_POCKET =
  /^(?:VIR|TRANSF).{0,80}\b(?:INTERNE|INTERNAL|C(?:OM)?PTES?|LIVRET|EPARGNE|TRESORERIE|PLACEMENT|CAT|CSL|NIVELLEMENT|QONTO|SHINE|REVOLUT|WISE|N26|MEMO BANK|BLANK|MANAGER ONE|BOURSO\w{0,8})\b/;

/**
 * Whether a row waits for its other leg: whole, booked, not linked, and speaking of one's own accounts by its category or its words. What a
 * person put under another category is none.
 */
export function waits(row: Leg): boolean {
  if (!isFree(row)) return false;
  if (row.categorisation.code === transferCode()) return true;
  const folded = fold(row.rawLabel.trim() === "" ? row.label : row.rawLabel);
  return row.categorisation.source !== "user" && (OWN_POCKET.test(folded) || CARD_SETTLEMENT.test(folded));
}

/** Whether a row may be linked without asking: money that moved, whole, not linked yet, and nothing else by a person's word. */
export const isFree = ({ status, amountCents, parts, transfer, categorisation }: Leg): boolean =>
  status === "booked" &&
  amountCents !== 0 &&
  parts.length === 0 &&
  transfer === null &&
  (categorisation.source !== "user" || categorisation.code === transferCode());

/**
 * Whether a change of a row must be looked at again by whoever links transfers: it came to wait for its other leg, or it is linked and no
 * longer what it was when it was.
 */
export function needsLinking(before: Leg | null, after: Leg): boolean {
  const same = before !== null && sameMoney(before, after) && before.categorisation.code === after.categorisation.code;
  if (after.transfer !== null) return before?.transfer === after.transfer && !same;
  return waits(after) && !(same && before.transfer === null && before.rawLabel === after.rawLabel && before.label === after.label);
}

const sameMoney = (before: Leg, after: Leg): boolean =>
  before.status === after.status &&
  before.amountCents === after.amountCents &&
  before.currency === after.currency &&
  before.date === after.date &&
  before.parts.length === after.parts.length;
