import { euros, longDate, percent } from "#domain/amounts.fr";
import type { BusinessDate } from "#domain/dates";
import { notice, type TaxNotice } from "../notice.ts";
import type { Territory } from "../territory.ts";
import type { Nature } from "./operation.ts";

/** What every return tells. */
export const FORM_EDITION = notice(
  "form_edition",
  "Les lignes sont celles du formulaire 3310-CA3 relevées sur une édition de 2024 ; l'édition 2026 n'a pas été vérifiée ligne à ligne.",
);

/** First day of the new code: the articles told here are those from before it. */
const RECODIFIED_ON = "2026-09-01";

/** What is told of a return by its last day: since September 2026 the law stands in another code, with the same content. */
export const recodified = (lastDay: BusinessDate): readonly TaxNotice[] =>
  lastDay < RECODIFIED_ON
    ? []
    : [
        notice(
          "articles_recodified",
          "Depuis le 1er septembre 2026, les règles de TVA figurent, à droit constant, au livre II du code des impositions sur les biens et services ; les articles du CGI cités ici sont ceux d'avant cette recodification.",
          "ordonnance 2025-1247 du 17 décembre 2025",
        ),
      ];

export const coefficientNotice = (ppm: number): TaxNotice =>
  notice("taxation_coefficient", `Coefficient de taxation appliqué aux achats : ${percent(ppm)}.`, "CGI ann. II art. 206, III");

export const deliveryAssumed = (id: string): TaxNotice =>
  notice(
    "delivery_date_assumed",
    `Opération ${id} : la date de livraison ou d'exécution manque, celle de la facture est retenue.`,
    "CGI art. 269, 2, a",
  );

export const depositInvoicePresumed = (id: string): TaxNotice =>
  notice(
    "deposit_invoice_presumed",
    `Opération ${id} : un paiement précède la facture ; sa TVA est déduite en supposant détenue la facture d'acompte que le fournisseur doit délivrer.`,
    "CGI art. 271, II, 1 ; 289, I, 1",
  );

export const taxDiffers = (id: string, givenCents: number, computedCents: number): TaxNotice =>
  notice(
    "tax_differs_from_rate",
    `Opération ${id} : la TVA indiquée (${euros(givenCents)}) s'écarte de la base multipliée par le taux (${euros(computedCents)}) ; la TVA indiquée est déclarée.`,
    "CGI art. 283, 3",
  );

export const rateExpected = (id: string, givenPpm: number, lawPpm: number): TaxNotice =>
  notice(
    "rate_expected",
    `Opération ${id} : le taux appliqué est ${percent(givenPpm)} ; pour cette nature, la loi prévoit ${percent(lawPpm)}.`,
  );

export const noTvaThere = (territory: Territory): TaxNotice =>
  notice(
    "territory_without_tva",
    `La TVA n'est provisoirement pas applicable ${territory === "guyane" ? "en Guyane" : "à Mayotte"}.`,
    "CGI art. 294, 1",
  );

export const giftLimitGiven = (cents: number): TaxNotice =>
  notice(
    "gift_limit_given",
    `Limite des cadeaux fournie par l'appelant : ${euros(cents)} toutes taxes comprises ; la valeur réévaluée au 1er janvier 2026 n'a pas été vérifiée.`,
    "CGI ann. IV art. 28-00 A",
  );

export const refundRefused = (reason: string): TaxNotice => notice("refund_not_taken", reason, "CGI ann. II art. 242-0 C");

export const negativeBox = (box: string, cents: number, where: string | null): TaxNotice =>
  where === null
    ? notice(
        "negative_box",
        `La ligne ${box} serait négative (${euros(cents)}) : elle est laissée à zéro, la différence est à régulariser.`,
      )
    : notice("negative_box", `La ligne ${box} serait négative (${euros(cents)}) : le montant est porté ligne ${where}.`, "CGI art. 272, 1");

export const cutBox = (box: string, askedCents: number, takenCents: number): TaxNotice =>
  notice("box_cut", `La ligne ${box} (${euros(askedCents)}) dépasse ce qui est dû : ${euros(takenCents)} retenus.`);

/** The conditions of a rate that moved, told whenever an operation of that nature is declared. */
export const natureNotice = (nature: Exclude<Nature, "standard">, on: BusinessDate): TaxNotice => ({
  code: `nature_${nature}`,
  message: `${CONDITIONS[nature]} Taux apprécié au ${longDate(on)}.`,
  article: ARTICLES[nature],
});

const CONDITIONS: Readonly<Record<Exclude<Nature, "standard">, string>> = {
  energy_subscription:
    "Abonnement d'électricité (puissance d'au plus 36 kVA) ou de gaz : 5,5 % jusqu'au 31 juillet 2025, 20 % depuis le 1er août 2025.",
  heat_subscription:
    "Abonnement à un réseau de chaleur alimenté à 50 % au moins par des énergies renouvelables ou de récupération : 5,5 % depuis le 1er mars 2025. Avant cette date, deux lectures : 20 % selon les tableaux professionnels retenus ici, 5,5 % selon l'ancienne rédaction pour certaines sources.",
  fossil_boiler:
    "Chaudière susceptible d'utiliser des combustibles fossiles : 20 % depuis le 1er mars 2025, sauf devis accepté et acompte encaissé avant cette date ; auparavant 5,5 %, ou 10 % lorsque les critères de performance n'étaient pas remplis.",
  home_solar:
    "Installation photovoltaïque d'au plus 9 kWc sur un logement : 5,5 % depuis le 1er octobre 2025 si l'installation répond aux critères environnementaux fixés par arrêté ; 20 % sinon, et 10 % possible jusqu'à 3 kWc auparavant.",
  corsica_oil: "Produits pétroliers livrés en Corse : 13 % jusqu'au 15 février 2025, 20 % depuis le 16 février 2025.",
};

const ARTICLES: Readonly<Record<Exclude<Nature, "standard">, string>> = {
  energy_subscription: "CGI art. 278-0 bis, B",
  heat_subscription: "CGI art. 278-0 bis, B",
  fossil_boiler: "CGI art. 278-0 bis A, 279-0 bis",
  home_solar: "CGI art. 278-0 bis, P",
  corsica_oil: "CGI art. 297, I, 1, 6°",
};
