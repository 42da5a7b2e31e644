import { step, type Trace, traceOf } from "../trace.ts";
import type { FunctionalBalance, ResultPlace } from "./analysis-result.ts";
import { FUNCTIONAL_LABELS as LABELS } from "./functional-balance.fr.ts";
import { type FunctionalPlace, functionalPlace } from "./functional-places.ts";
import type { Held } from "./held-accounts.ts";
import { isOnSheet } from "./sheet-lines.ts";

/** Debit and credit balances of the accounts of one place, both positive, EUR cents. */
type Sides = { readonly debit: number; readonly credit: number };

/**
 * The functional balance: working capital (stable resources less stable uses), need (operating and other), net cash. Working capital less need is
 * net cash whenever the trial balance balances; `gapCents` is what is missing.
 */
export function functionalBalance(held: readonly Held[], place: ResultPlace, flowResultCents: number): FunctionalBalance {
  const at = sidesByPlace(held);
  const result = place === "in_classes_6_and_7" ? flowResultCents : 0;
  const stable = {
    capitaux: net(at("capitaux")),
    resultat: result,
    amortissements: net(at("amortissements")),
    provisions: net(at("provisions")),
    dettes_financieres: net(at("dettes_financieres")),
  };
  const stableResourcesCents = Object.values(stable).reduce((sum, cents) => sum + cents, 0);
  const stableUsesCents = 0 - net(at("emplois"));
  const [operating, other, cash] = [at("exploitation"), at("hors_exploitation"), at("tresorerie")];
  const [operatingNeedCents, otherNeedCents, netCashCents] = [0 - net(operating), 0 - net(other), 0 - net(cash)];
  const workingCapitalCents = stableResourcesCents - stableUsesCents;
  const needCents = operatingNeedCents + otherNeedCents;
  return {
    ...{ stableResourcesCents, stableUsesCents, workingCapitalCents, needCents, netCashCents },
    ...{ operatingAssetsCents: operating.debit, operatingDebtsCents: operating.credit, operatingNeedCents },
    ...{ otherAssetsCents: other.debit, otherDebtsCents: other.credit, otherNeedCents },
    ...{ cashAssetsCents: cash.debit, cashDebtsCents: cash.credit },
    gapCents: workingCapitalCents - needCents - netCashCents,
    traces: [
      workingCapitalTrace(workingCapitalCents, stable, stableUsesCents),
      needTrace(needCents, operating, other),
      cashTrace(netCashCents, cash),
    ],
  };
}

function workingCapitalTrace(total: number, stable: Readonly<Record<string, number>>, uses: number): Trace {
  const { capitaux = 0, resultat = 0, amortissements = 0, provisions = 0, dettes_financieres = 0 } = stable;
  return traceOf("fonds_de_roulement", LABELS.fonds_de_roulement, total, [
    step("capitaux", LABELS.capitaux, capitaux),
    step("resultat", LABELS.resultat, resultat),
    step("amortissements", LABELS.amortissements, amortissements),
    step("provisions", LABELS.provisions, provisions),
    step("dettes_financieres", LABELS.dettes_financieres, dettes_financieres),
    step("emplois", LABELS.emplois, 0 - uses),
  ]);
}

const needTrace = (total: number, operating: Sides, other: Sides): Trace =>
  traceOf("besoin_en_fonds_de_roulement", LABELS.besoin_en_fonds_de_roulement, total, [
    step("actif_exploitation", LABELS.actif_exploitation, operating.debit),
    step("passif_exploitation", LABELS.passif_exploitation, 0 - operating.credit),
    step("actif_hors_exploitation", LABELS.actif_hors_exploitation, other.debit),
    step("passif_hors_exploitation", LABELS.passif_hors_exploitation, 0 - other.credit),
  ]);

const cashTrace = (total: number, cash: Sides): Trace =>
  traceOf("tresorerie_nette", LABELS.tresorerie_nette, total, [
    step("tresorerie_active", LABELS.tresorerie_active, cash.debit),
    step("tresorerie_passive", LABELS.tresorerie_passive, 0 - cash.credit),
  ]);

/** Credit less debit. */
const net = ({ debit, credit }: Sides): number => credit - debit;

function sidesByPlace(held: readonly Held[]): (place: FunctionalPlace) => Sides {
  const sides = new Map<FunctionalPlace, Sides>();
  for (const { account, cents } of held) {
    if (!isOnSheet(account)) continue;
    const place = functionalPlace(account);
    const { debit, credit } = sides.get(place) ?? NOTHING;
    sides.set(place, { debit: debit + Math.max(cents, 0), credit: credit + Math.max(-cents, 0) });
  }
  return (place) => sides.get(place) ?? NOTHING;
}

const NOTHING: Sides = { debit: 0, credit: 0 };
