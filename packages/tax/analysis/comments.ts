import type { Comment, Ratio } from "./analysis-result.ts";
import { equityOf, netAssetsOf } from "./balance-sheet.ts";
import { holding } from "./checks/found.ts";
import { COMMENT_WORDS as WORDS } from "./comments.fr.ts";
import type { FlowPart } from "./flow-parts.ts";
import { creditOf, debitOf } from "./held-accounts.ts";
import type { IsEstimate } from "./is-estimate-result.ts";
import { FLOW_LABELS } from "./statement-labels.fr.ts";
import type { Statements } from "./statements.ts";

/** Accounts a comment cites at most. */
const CITED_MAX = 20;

/**
 * Short sentences on the year, each with the accounts or articles it rests on; compared with the year before when it is given. What rests on
 * classes 6 and 7 is left out once they are cleared.
 */
export function commentsOf(
  now: Statements,
  before: Statements | null,
  { ratios, estimate }: { readonly ratios: readonly Ratio[]; readonly estimate: IsEstimate | null },
): Comment[] {
  const ratio = (code: string): number | null => ratios.find((one) => one.code === code)?.value ?? null;
  const ofTheYear =
    now.resultPlace === "on_12_alone"
      ? []
      : [...[...activity(now, before, ratio), ...profit(now, before, ratio), ...tax(now, estimate), ...variations(now, before)]];
  return [...ofTheYear, ...structure(now, ratio), ...cycle(now, ratio)].filter(({ restsOn }) => restsOn.length > 0);
}

type RatioOf = (code: string) => number | null;

const comment = (code: string, message: string, restsOn: readonly string[]): Comment => ({
  code,
  message,
  restsOn: [...new Set(restsOn)].slice(0, CITED_MAX),
});

const partsOf = ({ flows }: Statements, parts: readonly FlowPart[]): string[] => parts.flatMap((part) => [...flows.accountsOf(part)]);
const under = ({ held }: Statements, prefixes: readonly string[]): string[] => holding(held, prefixes).map(({ account }) => account);

const TURNOVER: readonly FlowPart[] = ["ca_ventes_marchandises", "ca_production_vendue_biens", "ca_production_vendue_services"];
const MARGIN: readonly FlowPart[] = ["ca_ventes_marchandises", "achats_marchandises", "variation_stocks_marchandises"];
const CONSUMED: readonly FlowPart[] = ["achats_matieres", "variation_stocks_matieres", "autres_achats_charges_externes"];
const STAFF: readonly FlowPart[] = ["salaires", "charges_sociales"];
const INTEREST: readonly FlowPart[] = ["charges_financieres"];

function activity(now: Statements, before: Statements | null, ratio: RatioOf): Comment[] {
  const { sig, flows, turnoverCents } = now;
  if (turnoverCents === 0) return [comment("sans_chiffre_affaires", WORDS.noTurnover, ["70"])];
  const goods = flows.amountOf("ca_ventes_marchandises");
  return [
    comment("chiffre_affaires", WORDS.turnover(turnoverCents, before?.turnoverCents ?? null), partsOf(now, TURNOVER)),
    ...(goods > 0
      ? [comment("marge_commerciale", WORDS.margin(sig.marge_commerciale, ratio("taux_marge_commerciale")), partsOf(now, MARGIN))]
      : []),
    comment(
      "valeur_ajoutee",
      WORDS.valueAdded(sig.valeur_ajoutee, ratio("taux_valeur_ajoutee"), before?.sig.valeur_ajoutee ?? null),
      partsOf(now, [...TURNOVER, ...CONSUMED]),
    ),
  ];
}

function profit(now: Statements, before: Statements | null, ratio: RatioOf): Comment[] {
  const { sig, flows } = now;
  const [staff, interest] = [flows.amountOf("salaires") + flows.amountOf("charges_sociales"), flows.amountOf("charges_financieres")];
  const exceptional = partsOf(now, ["produits_exceptionnels", "charges_exceptionnelles", "produits_cessions_exceptionnels"]);
  const paid = [...partsOf(now, STAFF), ...partsOf(now, ["impots_taxes"])];
  return [
    ...(staff > 0 ? [comment("personnel", WORDS.staff(staff, ratio("part_personnel")), partsOf(now, STAFF))] : []),
    comment(
      "excedent_brut_exploitation",
      WORDS.ebe(sig.excedent_brut_exploitation, ratio("taux_ebe"), before?.sig.excedent_brut_exploitation ?? null),
      [...paid, ...partsOf(now, TURNOVER)],
    ),
    ...(interest > 0
      ? [comment("charges_financieres", WORDS.interest(interest, ratio("poids_charges_financieres")), partsOf(now, INTEREST))]
      : []),
    ...(sig.resultat_exceptionnel !== 0 ? [comment("exceptionnel", WORDS.exceptional(sig.resultat_exceptionnel), exceptional)] : []),
    comment("resultat_net", WORDS.net(sig.resultat_net, before?.sig.resultat_net ?? null), ["6", "7"]),
    comment("capacite_autofinancement", WORDS.caf(sig.capacite_autofinancement, ratio("capacite_remboursement")), [
      ...partsOf(now, ["dotations", "reprises_exploitation"]),
      ...under(now, ["16"]),
      ...(["6", "7"] as const),
    ]),
  ];
}

/** The tax estimated under both assumptions beside the one booked. */
function tax(now: Statements, estimate: IsEstimate | null): Comment[] {
  if (!estimate || estimate.cases.length === 0) return [];
  const amounts = estimate.cases.map(({ isCents }) => isCents);
  const message = WORDS.tax(Math.min(...amounts), Math.max(...amounts), estimate.bookedCents);
  return [comment("impot_estime", message, [...under(now, ["695", "698", "699"]), "CGI art. 219"])];
}

/** Charges whose accounts are the same in both charts: those a year can be compared by, whatever chart it follows. */
const COMPARED: readonly FlowPart[] = [
  ...(["achats_marchandises", "achats_matieres", "autres_achats_charges_externes", "impots_taxes"] as const),
  ...(["salaires", "charges_sociales", "dotations", "charges_financieres"] as const),
];
const VARIATIONS_MAX = 3;
/** A charge is remarked when it moved by a fiftieth of turnover and a tenth of itself: a habit of reading, no rule. */
const [TURNOVER_PART, OWN_PART] = [50, 10];

function variations(now: Statements, before: Statements | null): Comment[] {
  if (!before) return [];
  return COMPARED.map((part) => ({ part, amount: now.flows.amountOf(part), previous: before.flows.amountOf(part) }))
    .map((one) => ({ ...one, change: Math.abs(one.amount - one.previous) }))
    .filter(({ change, previous }) => change * TURNOVER_PART >= now.turnoverCents && change * OWN_PART >= Math.abs(previous) && change > 0)
    .sort((left, right) => right.change - left.change)
    .slice(0, VARIATIONS_MAX)
    .map(({ part, amount, previous }) =>
      comment("variation_charge", WORDS.variation(FLOW_LABELS[part], amount, previous), [
        ...partsOf(now, [part]),
        ...partsOf(before, [part]),
      ]),
    );
}

function structure(now: Statements, ratio: RatioOf): Comment[] {
  const equity = equityOf(now.sheet);
  const { workingCapitalCents, needCents, netCashCents } = now.functional;
  const loans = creditOf(now.held, ["16", "17"], ["169"]);
  return [
    comment(
      "capitaux_propres",
      WORDS.equity(equity, netAssetsOf(now.sheet), ratio("autonomie_financiere")),
      under(now, ["10", "11", "12", "13", "14"]),
    ),
    ...(loans > 0 ? [comment("emprunts", WORDS.loans(loans), under(now, ["16", "17"]))] : []),
    comment("fonds_de_roulement", WORDS.workingCapital(workingCapitalCents, needCents, netCashCents), ["1", "2", "3", "4", "5"]),
    ...(netCashCents < 0 ? [comment("tresorerie_negative", WORDS.overdrawn(netCashCents), under(now, ["51"]))] : []),
  ];
}

function cycle(now: Statements, ratio: RatioOf): Comment[] {
  const [customers, suppliers, stocks] = [ratio("delai_clients"), ratio("delai_fournisseurs"), ratio("rotation_stocks")];
  const doubtful = debitOf(now.held, ["416"]);
  return [
    ...(customers !== null && customers > 0
      ? [comment("delai_clients", WORDS.customers(customers), [...under(now, ["411", "413", "416", "418"]), "C. com. art. L441-10"])]
      : []),
    ...(suppliers !== null && suppliers > 0
      ? [comment("delai_fournisseurs", WORDS.suppliers(suppliers), [...under(now, ["401", "403", "408"]), "C. com. art. L441-10"])]
      : []),
    ...(stocks !== null && stocks > 0 ? [comment("stocks", WORDS.stocks(stocks), under(now, ["31", "32", "37"]))] : []),
    ...(doubtful > 0
      ? [comment("clients_douteux", WORDS.doubtful(doubtful, creditOf(now.held, ["491"])), under(now, ["416", "491"]))]
      : []),
  ];
}
