import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { frenchIban } from "#infra/local/sandbox-bank/iban";
import { statementsOf } from "#test/documents/statements/samples";
import { FORMATS, statementText } from "./statement-files.ts";

const day = (text: string) => businessDate(`2026-03-${text}`);
const LINES = [
  { id: "L1", day: day("02"), cents: -1_234_567, label: "PRLV SEPA ORANGE SA FACTURE MOBILE" },
  { id: "L2", day: day("03"), cents: 5, label: "VIR SEPA RECU /DE DUPONT SARL /MOTIF FACTURE" },
  { id: "L3", day: day("03"), cents: 5, label: "VIR SEPA RECU /DE DUPONT SARL /MOTIF FACTURE" },
  { id: "L4", day: day("05"), cents: 0, label: "COTISATION CARTE VISA BUSINESS" },
  { id: "L5", day: day("09"), cents: -100, label: "CARTE CAFE DU COMMERCE" },
];

it.each(FORMATS)("a %s file of the simulated bank is read back line for line, cut at its days", (format) => {
  const file = { iban: frenchIban("12345678901"), currency: "EUR", from: day("02"), through: day("05"), lines: LINES };
  const [statement] = statementsOf(statementText(format, file));
  const brief = (statement?.rows ?? []).map(({ bookedOn, amountCents }) => `${bookedOn} ${amountCents}`).sort();
  expect(brief).toEqual(LINES.slice(0, 4).map(({ day: on, cents }) => `${on} ${cents}`));
});
