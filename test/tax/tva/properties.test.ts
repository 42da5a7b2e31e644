import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import { DEDUCTIBLE_BOXES, GROSS_BOXES } from "#tax/tva/boxes.fr";
import { computeTva } from "#tax/tva/compute";
import { DeductionKind, OperationKind } from "#tax/tva/operation";
import type { TvaResult } from "#tax/tva/result";
import { asked, type Operation, returned } from "./returns.ts";

const RUNS = { numRuns: 60 };
const day = fc.integer({ min: 0, max: 120 }).map((days) => addDays(businessDate("2026-01-10"), days));
const operation: fc.Arbitrary<Operation> = fc.record({
  id: fc.constant("op"),
  kind: fc.constantFrom(...OperationKind.options),
  ratePpm: fc.constantFrom(200_000, 100_000, 55_000, 21_000),
  baseCents: fc.integer({ min: 0, max: 50_000_000 }),
  deliveredOn: day,
  invoicedOn: day,
  payments: fc.array(fc.record({ on: day, amountCents: fc.integer({ min: 1, max: 30_000_000 }) }), { maxLength: 4 }),
  asset: fc.boolean(),
  deduction: fc.constantFrom(...DeductionKind.options.filter((one) => one !== "gift")),
});
const operations = fc.array(operation, { maxLength: 12 });
const carried = fc.integer({ min: 0, max: 5_000_000 });

const sumOf = ({ boxes }: TvaResult, of: readonly string[]): number =>
  boxes.reduce((sum, { box, taxCents }) => sum + (of.includes(box) ? (taxCents ?? 0) : 0), 0);
const lineOf = ({ boxes }: TvaResult, box: string): number => boxes.find((one) => one.box === box)?.taxCents ?? 0;

it("adds up: 16 is the sum of the tax lines, 23 of the deductible ones, never both 25 and 28, every line whole euros and none negative", () => {
  void fc.assert(
    fc.property(operations, carried, (list, creditCarriedCents) => {
      const result = returned(list, { creditCarriedCents });
      expect(lineOf(result, "16")).toBe(sumOf(result, GROSS_BOXES));
      expect(lineOf(result, "23")).toBe(sumOf(result, DEDUCTIBLE_BOXES));
      expect(Math.min(lineOf(result, "25"), lineOf(result, "28"))).toBe(0);
      expect(lineOf(result, "TD") - lineOf(result, "25")).toBe(lineOf(result, "16") - lineOf(result, "23"));
      for (const { baseCents, taxCents } of result.boxes) {
        for (const cents of [baseCents ?? 0, taxCents ?? 0]) expect(cents >= 0 && cents % 100 === 0).toBe(true);
      }
    }),
    RUNS,
  );
});

it("gives every cent of an operation exactly one day, or says that it waits", () => {
  void fc.assert(
    fc.property(operations, (list) => {
      for (const { baseCents, taxCents, parts } of returned(list).operations) {
        expect(parts.reduce((sum, part) => sum + part.baseCents, 0)).toBe(baseCents);
        expect(parts.reduce((sum, part) => sum + part.taxCents, 0)).toBe(taxCents);
        for (const part of parts) expect(part.baseCents >= 0 && part.taxCents >= 0).toBe(true);
      }
    }),
    RUNS,
  );
});

it("does not mind the order of operations, nor of payments", () => {
  void fc.assert(
    fc.property(operations, (list) => {
      const turned = [...list].reverse().map((one) => ({ ...one, payments: [...(one.payments ?? [])].reverse() }));
      const [straight, reversed] = [returned(list), returned(turned)];
      expect(reversed.boxes).toEqual(straight.boxes);
      expect(reversed.totals).toEqual(straight.totals);
    }),
    RUNS,
  );
});

it("changes nothing beyond a cent's rounding when an operation is split in two", () => {
  void fc.assert(
    fc.property(operation, fc.integer({ min: 0, max: 50_000_000 }), (one, at) => {
      const whole = { ...one, payments: [] };
      const part = Math.min(at, one.baseCents ?? 0);
      const split = [
        { ...whole, baseCents: part },
        { ...whole, baseCents: (one.baseCents ?? 0) - part },
      ];
      const [before, after] = [returned([whole]), returned(split)];
      for (const { box, taxCents } of before.boxes) expect(Math.abs((taxCents ?? 0) - lineOf(after, box))).toBeLessThanOrEqual(100);
    }),
    RUNS,
  );
});

it("declares over three months what it declares over the quarter, but for the rounding of lines", () => {
  void fc.assert(
    fc.property(operations, (list) => {
      const months = [1, 2, 3].map((month) =>
        returned(list, { period: { from: `2026-0${month}-01`, to: `2026-0${month}-${[31, 28, 31][month - 1]}` } }),
      );
      const quarter = returned(list, { period: { from: "2026-01-01", to: "2026-03-31" } });
      const net = ({ totals }: TvaResult) => totals.grossTaxCents - totals.deductibleTaxCents;
      const summed = months.reduce((sum, one) => sum + net(one), 0);
      expect(Math.abs(summed - net(quarter))).toBeLessThanOrEqual(3_000);
    }),
    RUNS,
  );
});

it("splits every price including tax into two parts that add up to it", () => {
  void fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.constantFrom(200_000, 100_000, 55_000, 21_000), (inclCents, ratePpm) => {
      const [sold] = computeTva(asked([{ id: "F", kind: "sale_goods", inclCents, ratePpm, deliveredOn: "2026-03-01" }])).operations;
      expect((sold?.baseCents ?? 0) + (sold?.taxCents ?? 0)).toBe(inclCents);
    }),
    RUNS,
  );
});
