import { expect, test } from "vitest";
import { referencesOf } from "#domain/ledger/lettering-references";
import { cents } from "#domain/money";

const of = (label: string, amountCents = 99) => referencesOf({ pieceRef: "", label, amountCents: cents(amountCents) });

test.each([
  ["F2025-001", "2025001"],
  ["Facture n° 2025-001", "2025001"],
  ["VIR DURAND FA-2025/001", "2025001"],
  ["FACT 12345", "12345"],
  ["FACT12345", "12345"],
  ["Règlement facture 0012345", "12345"],
  ["FA-2025-0042", "20250042"],
  ["FACT 120325", "120325"],
  ["F2025-03", "202503"],
  ["CHQ 7654321", "7654321"],
])("reads the document number in %s", (label, number) => {
  expect(of(label)).toEqual([number]);
});

test("reads every document a payment names, and keeps a credit note apart from its invoice", () => {
  expect(of("F2025-001 F2025-002, F2025-003+F2025-004")).toEqual(["2025001", "2025002", "2025003", "2025004"]);
  expect(of("F2025-001/F2025-002")).toEqual(["2025001", "2025002"]);
  expect(of("Avoir AV2025-001 sur F2025-001")).toEqual(["AV2025001", "2025001"]);
});

test.each([
  "VIR DU 12/03/2025",
  "12.03.25",
  "2025-03-12",
  "PRLV 20250312",
  "LE 120325",
  "LOYER 03/2025",
  "LOYER MARS2025",
  "TVA 1T2025",
  "EXERCICE 2025",
  "1200,00",
  "1 200,00 EUR",
  "1200.50",
  "VIR 1200 EUR",
  "VIR 1200€",
  "txn_01JABCDEFGHJKMNPQRSTVWXYZ0",
  "pi_3N5x8Y2eZvKYlo2C",
  "CB 1234",
  "RUM 884512",
  "FR76 3000 4000 5000 6000 7000 123",
  "FR7630004000500060007000123",
  "3f2504e04f8941d39a0c0305e82c3301",
  "F12",
  "FA2025",
])("sees no document in %s", (label) => {
  expect(of(label)).toEqual([]);
});

test("takes a number that repeats the amount for the amount", () => {
  expect(of("VIR 1200", 120_000)).toEqual([]);
  expect(of("VIR 1200", 120_001)).toEqual(["1200"]);
});

test("reads a bounded part of a hostile label", () => {
  expect(of("F10001 ".repeat(10_000))).toEqual(["10001"]);
  expect(of(Array.from({ length: 200 }, (_, index) => `F${10_000 + index}`).join(" "))).toHaveLength(8);
  expect(of("1".repeat(100_000))).toEqual([]);
});
