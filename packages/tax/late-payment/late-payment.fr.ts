import { euros, longDate, percent } from "#domain/amounts.fr";
import { step, type TraceLine } from "../trace.ts";
import type { LatePeriod } from "./late-period.ts";

const ARTICLE = "C. com. art. L. 441-10, II";

export const interestStep = ({ from, to, days, openCents, ratePpm, yearDays, interestCents }: LatePeriod): TraceLine =>
  step(`interest_${from}`, `Pénalités du ${longDate(from)} au ${longDate(to)}`, interestCents, {
    detail: `${euros(openCents)} TTC × ${percent(ratePpm)} × ${days} / ${yearDays}`,
    article: ARTICLE,
  });

export const recoveryStep = (recoveryCents: number): TraceLine =>
  step("recovery", "Indemnité forfaitaire pour frais de recouvrement", recoveryCents, { article: "C. com. art. D. 441-5" });

/** Name of the whole: interest and the 40 €. */
export const LATE_PAYMENT_LABEL = "Pénalités de retard et indemnité forfaitaire";

export const HALF_YEARS = {
  code: "rate_by_half_year",
  message:
    "Le retard court sur plusieurs semestres : le taux de chacun est appliqué à ses jours. Une autre lecture garde le taux du semestre de l'échéance.",
  article: ARTICLE,
} as const;

export const FLOOR_APPLIED = {
  code: "floor_applied",
  message:
    "Le taux convenu est inférieur à trois fois l'intérêt légal : ce plancher est appliqué. Un juge pourrait réputer la clause non écrite et retenir le taux supplétif.",
  article: ARTICLE,
} as const;

export const RATE_GIVEN = {
  code: "rate_given",
  message: "Le taux d'un semestre a été fourni par l'appelant : il n'a pas été vérifié.",
  article: ARTICLE,
} as const;
