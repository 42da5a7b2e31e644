import { euros, percent } from "#domain/amounts.fr";

const TENTH = 1_000;
const rate = (ppm: number): string => percent(Math.round(ppm / TENTH) * TENTH);

export const PAYROLL_WORDS = {
  none: (wages: number): string =>
    `Des rémunérations de ${euros(wages)} (641) sont comptabilisées sans cotisations patronales (645) : les charges sociales restent sans doute à enregistrer.`,
  unusual: (wages: number, contributions: number, ppm: number): string =>
    `Les cotisations patronales (${euros(contributions)}) représentent ${rate(ppm)} des rémunérations (${euros(wages)}), hors de la fourchette habituelle de 10 à 60 % : à rapprocher des déclarations sociales.`,
} as const;
