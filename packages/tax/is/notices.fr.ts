import { euros } from "#domain/amounts.fr";
import type { TaxNotice } from "../notice.ts";

/** What a reader must know beside the figures: what was not told, what the law leaves open, what is not computed. */
export const NOTICES = {
  losses_unknown: {
    message: "Les déficits antérieurs ne sont pas renseignés : ils sont comptés pour zéro.",
    article: "CGI art. 209, I al. 3",
  },
  loss_cap_not_prorated: {
    message: "La limite d'imputation des déficits est appliquée sans prorata : le texte la fixe par exercice, quelle que soit sa durée.",
    article: "CGI art. 209, I al. 3",
  },
  instalments_unknown: {
    message: "Les acomptes versés ne sont pas renseignés : le solde est calculé comme si aucun ne l'avait été.",
    article: "CGI art. 1668",
  },
  references_unknown: {
    message: "L'exercice précédent n'est pas renseigné : les acomptes de l'exercice ne sont pas calculés.",
    article: "CGI art. 1668, 1",
  },
  first_instalment_without_reference: {
    message:
      "L'exercice auquel se rapporte le premier acompte n'est pas renseigné, ou n'existe pas : cet acompte est compté pour zéro et régularisé par le deuxième.",
    article: "CGI art. 1668, 1",
  },
  first_instalment_on_previous_year: {
    message:
      "La déclaration de l'exercice précédent étant due avant le premier acompte, celui-ci s'y rapporte déjà ; le délai de quinze jours accordé en ligne n'est pas compté.",
    article: "CGI ann. III art. 360",
  },
  instalments_unconfirmed: {
    message: "Les échéances postérieures au 31 décembre 2026 supposent que les règles d'acompte ne changent pas.",
    article: "CGI art. 1668, 1",
  },
  last_instalment_large: {
    message:
      "Au-delà de 250 M€ de chiffre d'affaires, le dernier acompte dépend de l'impôt estimé de l'exercice : il n'est pas calculé ici.",
    article: "CGI art. 1668, 1",
  },
  social_exemption_unproved: {
    message: "Une condition d'exonération de la contribution sociale n'est pas renseignée : la contribution est comptée.",
    article: "CGI art. 235 ter ZC, I",
  },
  gift_ceiling_without_turnover: {
    message: "Le chiffre d'affaires n'est pas renseigné : les dons sont retenus dans la seule limite de 20 000 €.",
    article: "CGI art. 238 bis, 3",
  },
  gifts_carried_unknown: {
    message: "Les excédents de dons des cinq exercices précédents ne sont pas renseignés : ils sont comptés pour zéro.",
    article: "CGI art. 238 bis, 3",
  },
  interest_capital_unknown: {
    message:
      "La libération du capital n'est pas renseignée : les intérêts des associés sont admis dans la limite du taux, alors qu'ils ne le seraient pas si le capital n'était pas libéré.",
    article: "CGI art. 39, 1-3°",
  },
  interest_rate_by_formula: {
    message:
      "Le taux maximal des intérêts d'associés est calculé par la formule de l'administration à partir des taux trimestriels publiés ; il n'a pas été relevé dans une publication.",
    article: "BOI-BIC-CHG-50-50-30 n° 70",
  },
  carry_back_without_loss: {
    message: "L'option pour le report en arrière est sans effet : l'exercice n'est pas déficitaire.",
    article: "CGI art. 220 quinquies",
  },
  carry_back_without_year: {
    message: "Le report en arrière n'est pas calculé : l'exercice précédent n'est pas renseigné.",
    article: "CGI art. 220 quinquies",
  },
  carry_back_order: {
    message:
      "Le déficit est imputé d'abord sur le bénéfice taxé au taux normal ; les distributions sont réputées prélevées sur l'autre partie, ce que le texte ne dit pas.",
    article: "CGI art. 220 quinquies ; BOI-IS-DEF-20-10",
  },
  rounding_two_readings: {
    message: "L'impôt est arrondi une fois, sur sa somme ; arrondi à chaque taux comme sur le relevé de solde, il différerait d'un euro.",
    article: "CGI art. 1657, 1",
  },
  provisional_tax: {
    message:
      "Aucun exercice n'étant clos au cours d'une année civile, une imposition provisoire est établie au 31 décembre : elle n'est pas calculée ici.",
    article: "CGI art. 37",
  },
  ceiling_of_2026: {
    message:
      "La limite de 42 500 € est retenue pour 2026 : l'amendement qui la portait à 100 000 € n'a pas été adopté, ce que nous n'avons pas relu au Journal officiel.",
    article: "CGI art. 219, I-b",
  },
} as const satisfies Record<string, Omit<TaxNotice, "code">>;

export type NoticeCode = keyof typeof NOTICES;

/** Told when the reduced rate is not given because a condition is not known. */
export const unverifiedReducedRate = (savingCents: number): TaxNotice => ({
  code: "reduced_rate_unverified",
  message: `Une condition du taux réduit n'est pas renseignée : l'impôt est calculé au taux normal. Si toutes sont remplies, il est inférieur de ${euros(savingCents)}.`,
  article: "CGI art. 219, I-b",
});

/** A notice by its code. */
export const noticeOf = (code: NoticeCode): TaxNotice => ({ code, ...NOTICES[code] });
