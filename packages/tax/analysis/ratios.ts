import { prorated } from "../arithmetic.ts";
import type { Ratio } from "./analysis-result.ts";
import { equityOf, netAssetsOf } from "./balance-sheet.ts";
import { creditOf, debitOf } from "./held-accounts.ts";
import type { RatioCode } from "./ratio-code.ts";
import { NO_DENOMINATOR, RATIO_WORDS, TINY_DENOMINATOR } from "./ratios.fr.ts";
import type { Statements } from "./statements.ts";

type Parts = { readonly unit: "ppm" | "days"; readonly over: number; readonly under: number };

const MILLION = 1_000_000;

/** A million times its denominator: beyond, a ratio says nothing but that its denominator is next to nothing. */
const RATIO_MAX = 1_000_000_000_000;

/**
 * Every ratio of a balance with its amounts. None is divided by zero, by a negative amount or by next to nothing: it then has a reason and no
 * value.
 */
export const ratiosOf = (now: Statements, before: Statements | null): Ratio[] => {
  const [current, previous] = [partsOf(now), before ? partsOf(before) : null];
  return CODES.map((code) => {
    const { over, under, unit } = current[code];
    const value = quotient(current[code], now.days);
    return {
      ...{ code, ...RATIO_WORDS[code], unit, value },
      previousValue: previous && before ? quotient(previous[code], before.days) : null,
      ...{ numeratorCents: over, denominatorCents: under },
      reason: reasonOf(value, under),
    };
  });
};

const reasonOf = (value: number | null, under: number): string | null => {
  if (value !== null) return null;
  return under > 0 ? TINY_DENOMINATOR : NO_DENOMINATOR;
};

function quotient({ unit, over, under }: Parts, days: number): number | null {
  if (under <= 0) return null;
  const value = prorated(over, unit === "days" ? days : MILLION, under);
  return Math.abs(value) <= RATIO_MAX ? value : null;
}

const share = (over: number, under: number): Parts => ({ unit: "ppm", over, under });
const daysOf = (over: number, under: number): Parts => ({ unit: "days", over, under });

function partsOf(all: Statements): Readonly<Record<RatioCode, Parts>> {
  const { sig, turnoverCents: turnover, flows, functional } = all;
  const { equity, financialDebts, loans } = fundsOf(all);
  return {
    taux_marge_commerciale: share(sig.marge_commerciale, flows.amountOf("ca_ventes_marchandises")),
    taux_valeur_ajoutee: share(sig.valeur_ajoutee, turnover),
    taux_ebe: share(sig.excedent_brut_exploitation, turnover),
    taux_resultat_net: share(sig.resultat_net, turnover),
    part_personnel: share(flows.amountOf("salaires") + flows.amountOf("charges_sociales"), sig.valeur_ajoutee),
    poids_charges_financieres: share(flows.amountOf("charges_financieres"), sig.excedent_brut_exploitation),
    rentabilite_capitaux_propres: share(sig.resultat_net, equity),
    autonomie_financiere: share(equity, netAssetsOf(all.sheet)),
    endettement: share(financialDebts, equity),
    capacite_remboursement: share(loans, sig.capacite_autofinancement),
    couverture_emplois_stables: share(functional.stableResourcesCents, functional.stableUsesCents),
    ...currentParts(all),
  };
}

function fundsOf({ sheet, held }: Statements): { equity: number; financialDebts: number; loans: number } {
  const financialDebts = (sheet.liability.get("emprunts") ?? 0) + (sheet.liability.get("emprunts_dettes_financieres_divers") ?? 0);
  return { equity: equityOf(sheet), financialDebts, loans: creditOf(held, ["16", "17"], ["169"]) };
}

const CUSTOMERS = ["411", "413", "416", "418"];
const SUPPLIERS = ["401", "403", "408"];
const NOT_OPERATING_SUPPLIERS = ["4084"];

function currentParts({ held, flows, turnoverCents, functional }: Statements) {
  const { operatingAssetsCents, otherAssetsCents, cashAssetsCents } = functional;
  const { operatingDebtsCents, otherDebtsCents, cashDebtsCents } = functional;
  const bought = flows.amountOf("achats_marchandises") + flows.amountOf("achats_matieres");
  const external = flows.amountOf("autres_achats_charges_externes");
  const consumed = flows.amountOf("variation_stocks_marchandises") + flows.amountOf("variation_stocks_matieres");
  return {
    liquidite_generale: share(
      operatingAssetsCents + otherAssetsCents + cashAssetsCents,
      operatingDebtsCents + otherDebtsCents + cashDebtsCents,
    ),
    vetuste_immobilisations: share(creditOf(held, ["281"]), debitOf(held, ["212", "213", "214", "215", "218"])),
    bfr_jours: daysOf(functional.needCents, turnoverCents),
    delai_clients: daysOf(debitOf(held, CUSTOMERS), turnoverCents),
    delai_fournisseurs: daysOf(creditOf(held, SUPPLIERS, NOT_OPERATING_SUPPLIERS), bought + external),
    rotation_stocks: daysOf(debitOf(held, ["31", "32", "37"]), bought + consumed),
  };
}

const CODES: readonly RatioCode[] = [
  ...(["taux_marge_commerciale", "taux_valeur_ajoutee", "taux_ebe", "taux_resultat_net", "part_personnel"] as const),
  ...(["poids_charges_financieres", "rentabilite_capitaux_propres", "autonomie_financiere", "endettement"] as const),
  ...(["capacite_remboursement", "couverture_emplois_stables", "liquidite_generale", "vetuste_immobilisations"] as const),
  ...(["bfr_jours", "delai_clients", "delai_fournisseurs", "rotation_stocks"] as const),
];
