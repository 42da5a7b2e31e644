import { channelOf, withoutWrapper } from "./channel.ts";
import { labelFields } from "./label-fields.ts";
import { shopOf } from "./normalise.ts";
import { fold, tokensOf } from "./words.ts";

/** More of a name than this is never kept: SEPA names end at 70 characters. */
const NAME_WORDS_MAX = 8;
const NAME_MAX = 80;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Legal forms. Before a name they announce it, behind it they end it: what follows `ORANGE SA` is no longer its name. A SCI is kept: it is rarely the firm it lets to. */
const FORMS = setOf("SARL SARLU SAS SASU EURL EI EIRL SA SNC SCOP SCIC SELARL SELAS SELASU SCP GIE LTD LIMITED GMBH INC LLC BV");

/** Words that announce a name, but may stand in the middle of one. */
const OPENERS = setOf("ETS ETABLISSEMENT ETABLISSEMENTS");

/** `STE DURAND` is Durand; `SOCIETE GENERALE` and `SOCIETE DES EAUX` are whole names. */
const COMPANY = setOf("STE SOCIETE");
const AFTER_COMPANY = setOf("GENERALE NOUVELLE CIVILE DE DES DU D");

const TITLES = setOf("M MM MR MME MMES MLLE MONSIEUR MADAME MADEMOISELLE");
const AND = setOf("OU ET");

/** What a payment is about, as payers and banks write it next to a name. */
const DOCUMENTS = setOf(
  "FA FAC FACT FACTS FACTURE FACTURES FCT AVOIR AVOIRS REF REFERENCE REFERENCES REMB REMBT REMBOURSEMENT REGLEMENT RGLT REGLT PAIEMENT PAYMENT INVOICE MOTIF OBJET LIBELLE LOYER LOYERS ACOMPTE SOLDE ECHEANCE ECH COMMANDE CDE CMD CONTRAT CTR ABT ABONNEMENT ADHERENT COTISATION HONORAIRES NDF MANDAT MDT RUM ICS NOTPROVIDED DATE",
);

/** Words between what is paid and whom: `REMBOURSEMENT CLIENT DURAND`, `FACTURE DE DURAND`. */
const LINKS = setOf("DE DU DES D A AU CLIENT CLT FOURNISSEUR");

/** Words that only announce a number: `N 12`, `DU 12/03`. */
const COUNTERS = setOf("N NO NUM NUMERO DU LE AU");
const CURRENCY = setOf("EUR EUROS");

const MONTHS = setOf(
  "JANVIER JANV FEVRIER FEV FEVR MARS AVRIL AVR MAI JUIN JUILLET JUIL AOUT SEPTEMBRE SEPT OCTOBRE OCT NOVEMBRE NOV DECEMBRE DEC",
);

/** Words no name ends with. */
const LEFTOVERS = setOf("DE DES POUR SUR ET OU AV EUR EUROS CLIENT CLT MR MME MLLE MONSIEUR MADAME STE T1 T2 T3 T4");

/** Stands for a number, a date or a reference among the words. */
const REFERENCE = "#";

/** A number, a date, an amount, `F2025-12`, `GK-512-ZR`, `N°7`. `G7` and `A6` are names. */
const isReference = (chunk: string): boolean => {
  const digits = chunk.replace(/\D/g, "").length;
  if (digits >= 3 || (digits > 0 && !/[A-Z]/.test(chunk))) return true;
  return /^(?:F\W?\d\d|(?:FA|FAC|FACT|FACTURE|FC|FV|AV|N|NO|REF)\W{0,2}\d+|\d+(?:EUR|EUROS|E))$/.test(chunk);
};

/**
 * The name of the other side as the books keep it, upper case ASCII; empty when the label names nobody. The whole name, articles and
 * `ET FILS` included, and nothing else: without legal form, title, document words, references, dates or amounts, which change from
 * one payment to the next. The same party gives the same name in receipts, refunds, transfers and direct debits, so that the name
 * is also the identity its auxiliary account is made of. Pure and bounded like `normalise`.
 */
export function partyNameOf(rawLabel: string): string {
  const text = fold(rawLabel);
  const { head, party } = labelFields(text);
  return nameIn(party) || nameIn(withoutWrapper(channelOf(text), head));
}

/** `GOOGLE *ADS4419870021`: nobody behind the star, so whoever stands before it. */
function nameIn(text: string): string {
  const shop = shopOf(text);
  return nameOf(shop) || (shop === text ? "" : nameOf(text));
}

function nameOf(text: string): string {
  const pieces = piecesOf(text);
  const start = pieces.findIndex((_, index) => !opens(pieces, index));
  if (start < 0) return "";
  const rest = pieces.slice(start);
  const end = rest.findIndex((piece, index) => index > 0 && ends(piece));
  const words = rest.slice(0, Math.min(end < 0 ? rest.length : end, NAME_WORDS_MAX));
  const last = words.findLastIndex((_, index) => !isLeftover(words, index));
  const name = words.slice(0, Math.max(last, 0) + 1).join(" ");
  return name.replace(/^STE /, "SOCIETE ").slice(0, NAME_MAX).trim();
}

/** Whether a piece still stands before the name, all pieces before it doing so. */
function opens(pieces: readonly string[], index: number): boolean {
  const [before = "", piece = "", next = ""] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (ends(piece) || OPENERS.has(piece) || TITLES.has(piece) || CURRENCY.has(piece)) return true;
  if (COMPANY.has(piece)) return !AFTER_COMPANY.has(next);
  if (AND.has(piece) && TITLES.has(before) && TITLES.has(next)) return true;
  if ((COUNTERS.has(piece) || MONTHS.has(piece)) && next === REFERENCE) return true;
  return (LINKS.has(piece) || MONTHS.has(piece)) && pieces.slice(0, index).some((earlier) => DOCUMENTS.has(earlier));
}

const ends = (piece: string): boolean => piece === REFERENCE || DOCUMENTS.has(piece) || FORMS.has(piece);

/** `M` at the end may be an initial, unless a couple was cut: `PELTIER M OU MME`. */
function isLeftover(words: readonly string[], index: number): boolean {
  const word = words[index] ?? "";
  return LEFTOVERS.has(word) || COUNTERS.has(word) || MONTHS.has(word) || (word === "M" && AND.has(words[index + 1] ?? ""));
}

const piecesOf = (text: string): string[] => ampersands(text).split(" ").flatMap(wordsIn);

function wordsIn(chunk: string, index: number): string[] {
  const words = tokensOf(/^(?:[A-Z]\.){2,}[A-Z]?$/.test(chunk) ? chunk.replaceAll(".", "") : chunk);
  if (!isReference(chunk)) return words;
  const [first = ""] = words;
  return index === 0 && /^[A-Z]{4,}$/.test(first) ? [first, REFERENCE] : [REFERENCE];
}

/** `H & M` is `H&M`; between longer words, banks that print no `&` print `ET`. */
const ampersands = (text: string): string =>
  text
    .replace(/\b([A-Z]) & ([A-Z])\b/g, "$1&$2")
    .replace(/([A-Z]{2}) ?& ?([A-Z]{2})/g, "$1 ET $2")
    .replace(/ & /g, " ET ");
