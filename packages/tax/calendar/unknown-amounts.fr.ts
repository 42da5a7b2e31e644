import type { TaxNotice } from "../notice.ts";
import type { RuleCode } from "./rules.fr.ts";

const OF_THE_RETURN = "Le montant est celui de la déclaration elle-même : le calendrier ne le calcule pas.";
const OF_THE_CVAE = "Le montant dépend de la CVAE de l'année, qui n'est pas connue.";
const OF_THE_WAGES = "Le montant se calcule sur les rémunérations de l'année précédente, qui ne sont pas connues.";

/** Why what is to be paid has no amount, where its rule said no more of it. */
const WHY: Readonly<Partial<Record<RuleCode, string>>> = {
  "tva.ca3_mensuelle": OF_THE_RETURN,
  "tva.ca3_trimestrielle": OF_THE_RETURN,
  "tva.ca12": OF_THE_RETURN,
  "tva.ca12_e": OF_THE_RETURN,
  "social.dsn": OF_THE_RETURN,
  "is.solde": "Le solde est l'impôt de l'exercice moins les acomptes versés : le calendrier ne le calcule pas.",
  "cvae.solde": "Le solde est la CVAE de l'année moins les acomptes versés : le calendrier ne le calcule pas.",
  "cvae.acompte_1": OF_THE_CVAE,
  "cvae.acompte_2": OF_THE_CVAE,
  "cvae.complement": OF_THE_CVAE,
  "cfe.solde":
    "Le montant est la CFE de l'année moins l'acompte du 15 juin : l'une ou l'autre n'est pas connue, ou l'acompte dépasse la cotisation.",
  "social.apprentissage": OF_THE_WAGES,
  "social.logement": OF_THE_WAGES,
};

/** Codes that already say why. */
const SAYS_WHY: ReadonlySet<string> = new Set([
  "reference_unknown",
  "first_instalment_reference",
  "first_instalment_unknown",
  "first_year_reference",
  "irregular_year",
]);

/** What to say of a payment without an amount: nothing when its rule said it already, or when there is nothing to pay. */
export function unknownAmount(code: RuleCode, told: readonly TaxNotice[]): readonly TaxNotice[] {
  const message = WHY[code];
  if (message === undefined || told.some((one) => SAYS_WHY.has(one.code))) return [];
  return [{ code: "amount_unknown", message, article: null }];
}
