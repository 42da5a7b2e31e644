import { euros } from "#domain/amounts.fr";

/** Charges that accounts alone show are not deductible, whole. */
export const IS_ADD_BACKS = [
  {
    id: "amendes",
    label: "Pénalités, amendes fiscales et pénales",
    prefixes: ["6582", "6712"],
    article: "CGI art. 39, 2",
  },
  {
    id: "taxe_vehicules",
    label: "Taxes annuelles sur les véhicules",
    prefixes: ["63514"],
    article: "CGI art. 213",
  },
  {
    id: "dons",
    label: "Dons et libéralités (réduction d'impôt possible)",
    prefixes: ["6713"],
    article: "CGI art. 238 bis",
  },
] as const;

const between = (least: number, most: number): string => (least === most ? euros(most) : `de ${euros(least)} à ${euros(most)}`);

export const IS_WORDS = {
  profit: "Résultat fiscal estimé",
  result: "Résultat comptable",
  booked: "Impôt sur les bénéfices comptabilisé (695, 698, 699), réintégré",
  assumptions: [
    "Seules sont réintégrées les charges que leur compte désigne comme non déductibles : impôt sur les bénéfices, amendes, taxes sur les véhicules, dons.",
    "Aucun déficit antérieur, aucune réduction ni crédit d'impôt n'est pris en compte.",
    "L'éligibilité au taux réduit (CGI art. 219, I, b) dépend du capital et de ses détenteurs, que la balance ne donne pas : les deux montants sont indiqués tant que le chiffre d'affaires ne l'exclut pas.",
  ],
  subjectUnknown: "L'entreprise est supposée soumise à l'impôt sur les sociétés.",
  estimated: "Impôt sur les sociétés estimé, contribution sociale comprise",
  beyond: "L'exercice dépasse les durées ou les montants pour lesquels l'impôt sur les sociétés est calculé : il n'est pas estimé.",
  noLaw: "Les paramètres de l'impôt sur les sociétés de cet exercice ne sont pas connus : l'impôt n'est pas estimé.",
  none: (least: number, most: number): string =>
    `Aucun impôt sur les bénéfices n'est comptabilisé (695), alors que l'estimation donne ${between(least, most)}. À vérifier : déficits antérieurs, crédits d'impôt, ou charge à constater.`,
  differs: (booked: number, least: number, most: number): string =>
    `L'impôt comptabilisé (${euros(booked)}) s'écarte de l'estimation (${between(least, most)}) : déficits, retraitements fiscaux ou crédits d'impôt doivent expliquer l'écart.`,
} as const;
