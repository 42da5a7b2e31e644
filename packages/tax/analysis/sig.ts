import { prorated } from "../arithmetic.ts";
import { step, type Trace, type TraceLine, traceOf } from "../trace.ts";
import type { Sig } from "./analysis-result.ts";
import { FLOW_PARTS, type FlowPart, flowPartsInOrder } from "./flow-parts.ts";
import { effectsOf, type Flows, turnoverOf } from "./income-statement.ts";
import { SIG_LABELS } from "./sig.fr.ts";
import type { SigCode } from "./sig-code.ts";
import { FLOW_LABELS } from "./statement-labels.fr.ts";

/** A balance: the balances it starts from, and the parts of the income statement that come in. */
type Formula = { readonly from: readonly SigCode[]; readonly parts: readonly FlowPart[] };

const inSection = (...sections: readonly string[]): FlowPart[] =>
  flowPartsInOrder().filter((part) => sections.includes(FLOW_PARTS[part].section));

const MARGIN: readonly FlowPart[] = ["ca_ventes_marchandises", "achats_marchandises", "variation_stocks_marchandises"];
const PRODUCTION: readonly FlowPart[] = [
  ...(["ca_production_vendue_biens", "ca_production_vendue_services"] as const),
  ...(["production_stockee", "production_immobilisee"] as const),
];
const CONSUMED: readonly FlowPart[] = ["achats_matieres", "variation_stocks_matieres", "autres_achats_charges_externes"];
const SHARED: readonly FlowPart[] = ["subventions_exploitation", "impots_taxes", "salaires", "charges_sociales"];
const SOLD_ASSETS: readonly FlowPart[] = [
  ...(["produits_cessions", "produits_cessions_financieres", "produits_cessions_exceptionnels"] as const),
  ...(["valeurs_comptables_cedees", "valeurs_comptables_financieres_cedees", "valeurs_comptables_exceptionnelles_cedees"] as const),
];

/** What is neither received nor paid: depreciation and provisions, their reversals, quotas of investment grants. */
const NO_CASH: readonly FlowPart[] = [
  ...(["dotations", "dotations_financieres", "dotations_exceptionnelles"] as const),
  ...(["reprises_exploitation", "reprises_financieres", "reprises_exceptionnelles"] as const),
  ...(["quote_part_subventions", "quote_part_subventions_exceptionnelle"] as const),
];

/**
 * The chain of balances, as PCG art. 842-1 had it until 2024 and the profession keeps it since: grants for investment and sales of assets join
 * the operating result with the chart of 2025, after the EBE.
 */
function formulas(): Readonly<Record<SigCode, Formula>> {
  const known = new Set<FlowPart>([...MARGIN, ...PRODUCTION, ...CONSUMED, ...SHARED]);
  const afterEbe = inSection("exploitation").filter((part) => !known.has(part));
  return {
    marge_commerciale: { from: [], parts: MARGIN },
    production_exercice: { from: [], parts: PRODUCTION },
    valeur_ajoutee: { from: ["marge_commerciale", "production_exercice"], parts: CONSUMED },
    excedent_brut_exploitation: { from: ["valeur_ajoutee"], parts: SHARED },
    resultat_exploitation: { from: ["excedent_brut_exploitation"], parts: afterEbe },
    resultat_courant_avant_impot: { from: ["resultat_exploitation"], parts: inSection("operations_en_commun", "financier") },
    resultat_exceptionnel: { from: [], parts: inSection("exceptionnel") },
    resultat_net: { from: ["resultat_courant_avant_impot", "resultat_exceptionnel"], parts: inSection("participation", "impots") },
    plus_values_cessions: { from: [], parts: SOLD_ASSETS },
    capacite_autofinancement: { from: ["excedent_brut_exploitation"], parts: cashAfterEbe(known) },
  };
}

/** What comes after the EBE and is cash: all but what is calculated and what sales of assets bring. */
const cashAfterEbe = (known: ReadonlySet<FlowPart>): FlowPart[] =>
  flowPartsInOrder().filter((part) => !known.has(part) && !NO_CASH.includes(part) && !SOLD_ASSETS.includes(part));

/** The amount of every balance, EUR cents. */
export function sigAmounts(flows: Flows): Readonly<Record<SigCode, number>> {
  const all = formulas();
  const amountOf = (code: SigCode): number =>
    all[code].from.reduce((sum, from) => sum + amountOf(from), 0) + effectsOf(flows, all[code].parts);
  return {
    marge_commerciale: amountOf("marge_commerciale"),
    production_exercice: amountOf("production_exercice"),
    valeur_ajoutee: amountOf("valeur_ajoutee"),
    excedent_brut_exploitation: amountOf("excedent_brut_exploitation"),
    resultat_exploitation: amountOf("resultat_exploitation"),
    resultat_courant_avant_impot: amountOf("resultat_courant_avant_impot"),
    resultat_exceptionnel: amountOf("resultat_exceptionnel"),
    resultat_net: amountOf("resultat_net"),
    plus_values_cessions: amountOf("plus_values_cessions"),
    capacite_autofinancement: amountOf("capacite_autofinancement"),
  };
}

/** The balances with their work: each is the balances before it and its own lines. */
export function sigOf(flows: Flows, previous: Flows | null): Sig[] {
  const [amounts, before, all] = [sigAmounts(flows), previous ? sigAmounts(previous) : null, formulas()];
  const turnover = turnoverOf(flows);
  return CODES.map((code) => ({
    code,
    label: SIG_LABELS[code],
    amountCents: amounts[code],
    previousCents: before ? before[code] : null,
    ofTurnoverPpm: turnover > 0 && Math.abs(amounts[code]) <= turnover * MILLION ? prorated(amounts[code], MILLION, turnover) : null,
    trace: traceOf(code, SIG_LABELS[code], amounts[code], [
      ...all[code].from.map((from) => step(from, SIG_LABELS[from], amounts[from])),
      ...partSteps(flows, all[code].parts),
    ]),
  }));
}

/** Self-financing from the net result: what was no cash is put back, and what sales of assets brought is taken off. */
export function selfFinancingFromResult(flows: Flows): Trace {
  const { resultat_net, capacite_autofinancement } = sigAmounts(flows);
  return traceOf("capacite_autofinancement_depuis_resultat", SIG_LABELS.capacite_autofinancement, capacite_autofinancement, [
    step("resultat_net", SIG_LABELS.resultat_net, resultat_net),
    ...partSteps(flows, [...NO_CASH, ...SOLD_ASSETS]).map((line) => ({ ...line, amountCents: 0 - line.amountCents })),
  ]);
}

/** The lines of some parts that hold something, signed by what they do to the result, with the accounts they come from. */
const partSteps = (flows: Flows, parts: readonly FlowPart[]): TraceLine[] =>
  parts
    .filter((part) => flows.accountsOf(part).length > 0)
    .map((part) => step(part, FLOW_LABELS[part], flows.effectOf(part), { detail: shown(flows.accountsOf(part)) }));

const SHOWN_MAX = 12;
const shown = (accounts: readonly string[]): string =>
  accounts.length > SHOWN_MAX ? `${accounts.slice(0, SHOWN_MAX).join(", ")}, …` : accounts.join(", ");

const MILLION = 1_000_000;

const CODES: readonly SigCode[] = [
  ...(["marge_commerciale", "production_exercice", "valeur_ajoutee", "excedent_brut_exploitation", "resultat_exploitation"] as const),
  ...(["resultat_courant_avant_impot", "resultat_exceptionnel", "resultat_net"] as const),
  ...(["plus_values_cessions", "capacite_autofinancement"] as const),
];
