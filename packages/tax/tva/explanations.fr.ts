import { longDate } from "#domain/amounts.fr";
import type { BusinessDate } from "#domain/dates";
import type { Why } from "./exigibility.ts";

/** Why a share of an operation falls on its day, as an accountant says it. */
export const explained = (why: Why, on: BusinessDate | null): string =>
  on ? `${SENTENCES[why]} le ${longDate(on)}.` : `${SENTENCES[why]}.`;

const SENTENCES: Readonly<Record<Why, string>> = {
  given: "Exigibilité indiquée par l'appelant",
  delivery: "Exigible à la livraison ou à l'exécution",
  invoice: "Exigible à la facture",
  invoice_held: "Déductible une fois la facture détenue",
  deposit: "Acompte : exigible à l'encaissement, à concurrence du montant encaissé",
  receipt: "Prestation de services : exigible à l'encaissement",
  debit: "Option pour les débits : exigible à la facture",
  fifteenth: "Opération intracommunautaire : exigible le 15 du mois suivant la livraison, soit",
  customs: "Importation : exigible au fait générateur douanier",
  credit_note: "Avoir ou créance irrécouvrable : pris en compte à sa date",
  waiting: "Pas encore exigible : aucun événement ne rend la taxe due",
};
