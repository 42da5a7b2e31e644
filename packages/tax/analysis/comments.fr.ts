import { euros, percent } from "#domain/amounts.fr";
import { prorated } from "../arithmetic.ts";

const TENTH = 1_000;
/** Rates are read to the tenth of a percent. */
const rate = (ppm: number): string => percent(Math.round(ppm / TENTH) * TENTH);
const ofWhat = (ppm: number | null, what: string): string => (ppm === null ? "" : `, soit ${rate(ppm)} ${what}`);

/** `, contre 12 000 € l'exercice précédent (+4,2 %)`; nothing without the year before. */
function against(now: number, before: number | null): string {
  if (before === null) return "";
  const change = before > 0 ? ` (${now >= before ? "+" : ""}${rate(prorated(now - before, TENTH, before) * TENTH)})` : "";
  return `, contre ${euros(before)} l'exercice précédent${change}`;
}

const MILLION = 1_000_000;
const years = (ppm: number): string => {
  const tenths = Math.round((ppm * 10) / MILLION);
  return `${Math.trunc(tenths / 10)},${tenths % 10} année${tenths >= 20 ? "s" : ""}`;
};

export const COMMENT_WORDS = {
  noTurnover: "Aucun chiffre d'affaires n'est comptabilisé : les ratios rapportés aux ventes ne sont pas calculés.",
  turnover: (now: number, before: number | null): string => `Le chiffre d'affaires s'élève à ${euros(now)}${against(now, before)}.`,
  margin: (margin: number, ppm: number | null): string =>
    `La marge commerciale est de ${euros(margin)}${ofWhat(ppm, "des ventes de marchandises")}.`,
  valueAdded: (value: number, ppm: number | null, before: number | null): string =>
    `La valeur ajoutée est de ${euros(value)}${ofWhat(ppm, "du chiffre d'affaires")}${against(value, before)}.`,
  staff: (cost: number, ppm: number | null): string =>
    `Les charges de personnel s'élèvent à ${euros(cost)}${ofWhat(ppm, "de la valeur ajoutée")}.`,
  ebe: (ebe: number, ppm: number | null, before: number | null): string =>
    ebe >= 0
      ? `L'exploitation dégage un excédent brut de ${euros(ebe)}${ofWhat(ppm, "du chiffre d'affaires")}${against(ebe, before)}.`
      : `L'exploitation présente une insuffisance brute de ${euros(-ebe)} : les ventes ne couvrent pas les achats, les impôts et le personnel.`,
  interest: (cost: number, ppm: number | null): string =>
    `Les charges financières sont de ${euros(cost)}${ofWhat(ppm, "de l'excédent brut d'exploitation")}.`,
  exceptional: (amount: number): string =>
    amount > 0
      ? `Des éléments exceptionnels améliorent le résultat de ${euros(amount)} : ils ne se reproduiront pas nécessairement.`
      : `Des éléments exceptionnels réduisent le résultat de ${euros(-amount)}.`,
  net: (net: number, before: number | null): string =>
    net >= 0
      ? `L'exercice se solde par un bénéfice de ${euros(net)}${against(net, before)}.`
      : `L'exercice se solde par une perte de ${euros(-net)}${before === null ? "" : `, après un résultat de ${euros(before)} l'exercice précédent`}.`,
  caf: (caf: number, ppm: number | null): string =>
    caf >= 0
      ? `La capacité d'autofinancement est de ${euros(caf)}${ppm === null || ppm === 0 ? "" : ` ; les emprunts en représentent ${years(ppm)}`}.`
      : `La capacité d'autofinancement est négative (${euros(caf)}) : l'activité consomme de la trésorerie.`,
  tax: (least: number, most: number, booked: number): string =>
    `L'impôt sur les sociétés estimé est de ${least === most ? euros(most) : `${euros(least)} au taux réduit, de ${euros(most)} sans lui`} ; ${booked === 0 ? "aucun impôt n'est comptabilisé" : `${euros(booked)} sont comptabilisés`}.`,
  variation: (label: string, now: number, before: number): string => `${label} : ${euros(now)}${against(now, before)}.`,
  equity: (equity: number, total: number, ppm: number | null): string =>
    equity >= 0
      ? `Les capitaux propres sont de ${euros(equity)} pour un bilan de ${euros(total)}${ofWhat(ppm, "du total")}.`
      : `Les capitaux propres sont négatifs (${euros(equity)}) : les pertes ont absorbé plus que les apports.`,
  loans: (loans: number): string => `Les emprunts restant dus s'élèvent à ${euros(loans)}.`,
  workingCapital: (capital: number, need: number, cash: number): string =>
    `Le fonds de roulement (${euros(capital)}) ${capital >= need ? "couvre" : "ne couvre pas"} le besoin en fonds de roulement (${euros(need)}) ; la trésorerie nette est de ${euros(cash)}.`,
  overdrawn: (cash: number): string =>
    `La trésorerie nette est négative de ${euros(-cash)} : l'entreprise vit sur ses découverts ou concours bancaires.`,
  customers: (days: number): string =>
    `Les créances clients représentent ${days} jours de chiffre d'affaires HT, à rapprocher du délai de paiement convenu (60 jours au plus, ou 45 jours fin de mois).`,
  suppliers: (days: number): string =>
    `Les dettes fournisseurs représentent ${days} jours d'achats HT, à rapprocher du délai de paiement convenu (60 jours au plus, ou 45 jours fin de mois).`,
  stocks: (days: number): string => `Les stocks représentent ${days} jours d'achats consommés.`,
  doubtful: (doubtful: number, impaired: number): string =>
    `Les clients douteux s'élèvent à ${euros(doubtful)}, dépréciés à hauteur de ${euros(impaired)}.`,
} as const;
