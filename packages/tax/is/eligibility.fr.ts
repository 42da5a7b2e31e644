import { euros, percent } from "#domain/amounts.fr";

type Status = "met" | "not_met" | "unknown";

export function turnoverText(status: Status, annualCents: number | null, limitCents: number): string {
  if (annualCents === null) return "Le chiffre d'affaires n'est pas renseigné.";
  const compared = `Chiffre d'affaires de ${euros(annualCents)} ramené à douze mois`;
  return status === "met"
    ? `${compared} : dans la limite de ${euros(limitCents)}.`
    : `${compared} : hors de la limite de ${euros(limitCents)}.`;
}

export const capitalText = (status: Status): string =>
  ({
    met: "Le capital est entièrement libéré à la clôture.",
    not_met: "Le capital n'est pas entièrement libéré à la clôture.",
    unknown: "La libération du capital n'est pas renseignée.",
  })[status];

export function naturalPersonsText(status: Status, surePpm: number | null): string {
  if (surePpm === null) return "La répartition du capital n'est pas renseignée.";
  const held = `${percent(surePpm)} du capital est détenu par des personnes physiques, directement ou par une société admise`;
  if (status === "unknown") return `${held} ; le reste de la répartition n'est pas assez renseigné pour conclure.`;
  return status === "met" ? `${held} : la part requise est atteinte.` : `${held} : la part requise n'est pas atteinte.`;
}

/** Why a holder counts or not. */
export const HOLDER_REASONS = {
  naturalPerson: "Personne physique : comptée.",
  ventureFund: "Société ou fonds de capital-risque sans lien de dépendance : sa part n'entre pas dans le calcul.",
  company: "Société qui remplit elle-même les conditions : comptée pour toute sa part.",
  companyUnknown: "Société dont le chiffre d'affaires, la libération du capital ou les associés ne sont pas renseignés.",
  companyTurnover: "Société dont le chiffre d'affaires passe la limite : non comptée.",
  companyCapital: "Société dont le capital n'est pas entièrement libéré : non comptée.",
  companyHolders: "Société qui n'est pas détenue à la part requise par des personnes physiques : non comptée.",
} as const;
