import fc from "fast-check";
import { expect, test } from "vitest";
import { BANK_RULES } from "#domain/categorising/bank-rules.fr";
import { CATEGORIES, categoryById } from "#domain/categorising/categories";
import { categorise } from "#domain/categorising/categorise";
import { mayGo } from "#domain/categorising/rules";
import { TAX_RULES } from "#domain/categorising/tax-rules.fr";
import { TRADE_RULES } from "#domain/categorising/trade-rules.fr";
import { RULE_CASES } from "./rule-cases.ts";

const RULES = [...TAX_RULES, ...BANK_RULES, ...TRADE_RULES];
const place = (label: string, amountCents: number, own: { names?: string[]; ibans?: string[] } = {}) =>
  categorise({ label, rawLabel: label, amountCents, ownNames: own.names ?? [], ownIbans: own.ibans ?? [] });

test.each(RULE_CASES)("rule $rule places its labels and leaves the others", ({ rule, sign, places, leaves }) => {
  const { categoryId, reason } = RULES.find(({ id }) => id === rule) ?? {};
  expect(places.length).toBeGreaterThanOrEqual(2);
  for (const label of places)
    expect([label, place(label, sign * 10_000)]).toEqual([
      label,
      expect.objectContaining({ ruleId: rule, categoryId, reason, source: "rule" }),
    ]);
  for (const label of leaves) expect([label, place(label, sign * 10_000).ruleId]).not.toEqual([label, rule]);
});

test("every rule has cases, a category that exists, an id of its own, and a reason fit for a row", () => {
  expect(RULE_CASES.map(({ rule }) => rule).sort()).toEqual(RULES.map(({ id }) => id).sort());
  for (const { id, categoryId, direction, reason } of RULES) {
    const ways = direction === "both" ? (["in", "out"] as const) : [direction];
    expect([id, ways.some((way) => mayGo(categoryById(categoryId), way))]).toEqual([id, true]);
    expect(id.length).toBeLessThanOrEqual(40);
    expect(reason.length).toBeLessThanOrEqual(200);
  }
});

test("lower case and accents are the same label", () => {
  expect(place("Échéance prêt 4411258", -1)).toEqual(place("ECHEANCE PRET 4411258", -1));
  expect(place("versement d’espèces", 1).categoryId).toBe("versement_especes");
});

test("a transfer between the company's own accounts is told by name or IBAN, both ways", () => {
  const own = { names: ["SAS Atelier Démo"], ibans: ["FR76 3000 4000 0500 0012 3456 754"] };
  expect(place("VIR SEPA RECU /DE ATELIER DEMO /MOTIF TRESO", 10_000, own).ruleId).toBe("transfer.own_name");
  expect(place("VIR ATELIER DEMO SAS VERS LIVRET", -10_000, own).categoryId).toBe("virement_interne");
  expect(place("VIR EMIS FR7630004000050000123456754 EPARGNE", -10_000, own).ruleId).toBe("transfer.own_iban");
  expect(place("VIR SEPA RECU /DE CLIENT SA /MOTIF VIR A ATELIER DEMO", 10_000, own).categoryId).toBe("encaissement_client");
  expect(place("PRLV SEPA ATELIER DEMOLITION", -10_000, own).categoryId).toBe("a_categoriser");
});

test("an unknown transfer received is taken for a customer, with moderate confidence", () => {
  expect(place("VIREMENT RECU DE BSK FOODS", 5_000)).toMatchObject({
    categoryId: "encaissement_client",
    source: "direction",
    confidencePpm: 650_000,
  });
});

test("money coming back after a refused payment is left to a person", () => {
  for (const label of ["VIR SEPA REJETE SARL X", "VIR RETOUR DUPONT", "VIR IMPAYE 12/03"])
    expect([label, place(label, 5_000).categoryId]).toEqual([label, "a_categoriser"]);
});

test("what nothing tells is to be categorised, with no confidence", () => {
  for (const [label, amountCents] of [
    ["CHEQUE 1234567", -7_850],
    ["CB XYZ 12/03", -100],
    ["VIR EMIS DUPONT", -100],
    ["", 100],
    ["LOYER", 0],
  ] as const)
    expect(place(label, amountCents)).toMatchObject({ categoryId: "a_categoriser", source: "none", confidencePpm: 0 });
});

test("the cleaned label helps when the raw one is empty", () => {
  expect(categorise({ label: "Loyer bureau", rawLabel: " ", amountCents: -1, ownNames: [], ownIbans: [] }).categoryId).toBe(
    "loyer_immobilier",
  );
});

test("no label and amount ever give a category the money cannot have, nor one below 0.6", () => {
  const words = RULE_CASES.flatMap(({ places }) => places).flatMap((label) => label.split(" "));
  const label = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })), { maxLength: 12 })
    .map((parts) => parts.join(" "));
  fc.assert(
    fc.property(label, fc.integer({ min: -1_000_000, max: 1_000_000 }), (text, amountCents) => {
      const { categoryId, confidencePpm } = place(text, amountCents, { names: ["ATELIER DEMO"] });
      const { direction } = categoryById(categoryId);
      if (direction === "in") expect(amountCents).toBeGreaterThan(0);
      if (direction === "out") expect(amountCents).toBeLessThan(0);
      expect(categoryId === "a_categoriser" ? confidencePpm === 0 : confidencePpm >= 600_000).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(CATEGORIES.filter(({ direction }) => direction === "both").map(({ id }) => id)).toEqual([
    "frais_bancaires",
    "urssaf",
    "retraite_mutuelle_prevoyance",
    "virement_interne",
  ]);
});

test("hostile labels of 10 000 characters cost no more than others", () => {
  const hostile = ["A", " ", "*", "/DE ", "VIR ", "REM ", "SUMUP *", "CB 1234 ", "0 ", "É", "AMZN MKTP FR*", "MOTIF:", "\u0301", "X1"].map(
    (part) => part.repeat(Math.ceil(10_000 / part.length)),
  );
  const started = process.cpuUsage();
  for (let round = 0; round < 20; round += 1)
    for (const label of hostile) place(label, round % 2 === 0 ? 100 : -100, { names: ["A A A"], ibans: ["FR7630004000050000123456754"] });
  const { user } = process.cpuUsage(started);
  expect(user / (20 * hostile.length)).toBeLessThan(5_000);
});
