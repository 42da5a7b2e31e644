import * as z from "zod";
import { Alert, AlertKind, AlertStatus, Severity } from "#domain/alerts/alert";
import { NewAlert } from "#domain/alerts/change";
import { BusinessDate } from "#domain/dates";
import { AlertId } from "#domain/ids";
import { listQuery } from "#runtime/list";

const TAX_EXAMPLE = {
  kind: "tax_deadline",
  fact: "tax_deadline|is.acompte_4/2026-12-31|2026-12-15|J-7",
  severity: "attention",
  title: "Quatrième acompte d'impôt sur les sociétés : 15 décembre 2026",
  message: "À payer au plus tard le 15 décembre 2026. Montant : 2 500 €. Formulaire : 2571-SD. Texte : CGI art. 1668, 1.",
  dueOn: "2026-12-15",
  amountCents: 250_000,
  currency: "EUR",
  link: { type: "calendar", id: "is.acompte_4/2026-12-31", path: "/analyze/calendar?from=2026-12-15&to=2026-12-15" },
  status: "open",
  createdBy: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  version: 1,
};

export const AlertView = Alert.meta({
  id: "Alert",
  description: "One thing somebody should know: one alert a fact, however often it is told.",
  examples: [TAX_EXAMPLE],
});

export const NewAlertBody = NewAlert.meta({
  id: "NewAlert",
  description: "What a person wants to be reminded of.",
  examples: [
    { title: "Renouveler l'assurance", message: "Demander deux devis avant la fin du mois.", dueOn: "2026-12-18", severity: "attention" },
  ],
});

/** `from` and `to` bound the day an alert is about. Status and days are read by key; kind and severity are looked for among them. */
export const AlertFilters = listQuery({
  status: AlertStatus.exactOptional(),
  kind: AlertKind.exactOptional(),
  severity: Severity.exactOptional(),
  from: BusinessDate.exactOptional(),
  to: BusinessDate.exactOptional(),
}).refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ["to"], params: { code: "before_from" } });

export const AlertParams = z.object({ alertId: AlertId });
