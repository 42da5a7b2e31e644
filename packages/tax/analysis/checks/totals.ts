import type { Check } from "../check.ts";
import { debitOf, type Held } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { found, sumOf } from "./found.ts";
import { TOTALS_WORDS as WORDS } from "./totals.fr.ts";

/** Whether the columns of the balance agree: with each other, and each account with itself. */
export const totalsChecks = (all: Statements): Check[] => [
  ...balance(all),
  ...openings(all.held),
  ...movements(all.held),
  ...incoherent(all.held),
  ...openedFlows(all.held),
];

const DOUBLE_ENTRY = "PCG : partie double (règlement ANC 2014-03)";

function balance({ held, resultPlace, flowResultCents }: Statements): Check[] {
  const isTwice = resultPlace === "also_on_12";
  const gap = isTwice ? debitOf(held, ["1", "2", "3", "4", "5", "8", "9"]) : sumOf(held);
  if (gap === 0 && !isTwice) return [];
  if (gap === 0) return [found("resultat_presente_deux_fois", "information", WORDS.twice(flowResultCents), { articles: ["12", "6", "7"] })];
  return [found("balance_desequilibree", "erreur", WORDS.unbalanced(gap), { articles: [DOUBLE_ENTRY] })];
}

function openings(held: readonly Held[]): Check[] {
  const gap = sumIfTold(held.map(({ openedCents }) => openedCents));
  return gap === null || gap === 0 ? [] : [found("a_nouveaux_desequilibres", "erreur", WORDS.openings(gap), { articles: [DOUBLE_ENTRY] })];
}

function movements(held: readonly Held[]): Check[] {
  const gap = sumIfTold(held.map(movedOf));
  return gap === null || gap === 0 ? [] : [found("mouvements_desequilibres", "erreur", WORDS.movements(gap), { articles: [DOUBLE_ENTRY] })];
}

/** Opening and movements of an account make its balance; a balance that says otherwise was edited or cut. */
function incoherent(held: readonly Held[]): Check[] {
  const wrong = held.filter((one) => {
    const moved = movedOf(one);
    return one.openedCents !== null && moved !== null && one.openedCents + moved !== one.cents;
  });
  return wrong.length === 0 ? [] : [found("solde_incoherent", "erreur", WORDS.incoherent(wrong.length), { held: wrong })];
}

function openedFlows(held: readonly Held[]): Check[] {
  const opened = held.filter(({ account, openedCents }) => /^[67]/.test(account) && (openedCents ?? 0) !== 0);
  return opened.length === 0 ? [] : [found("gestion_en_a_nouveau", "alerte", WORDS.openedFlows(opened.length), { held: opened })];
}

const movedOf = ({ movedDebitCents, movedCreditCents }: Held): number | null =>
  movedDebitCents === null || movedCreditCents === null ? null : movedDebitCents - movedCreditCents;

/** The sum of amounts that are all told; null as soon as one is not. */
const sumIfTold = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);
