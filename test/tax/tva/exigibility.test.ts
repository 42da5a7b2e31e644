import { describe, expect, it } from "vitest";
import { Refusal } from "#domain/refusals";
import { type Operation, returned } from "./returns.ts";

/** The shares of one operation as `[day, base, tax, why, where]`. */
const sharesOf = (operation: Operation) =>
  returned([operation]).operations.flatMap(({ parts }) =>
    parts.map(({ on, baseCents, taxCents, why, declared }) => [on, baseCents, taxCents, why, declared]),
  );
const sale = (kind: Operation["kind"], more: Partial<Operation>): Operation => ({ id: "F", kind, baseCents: 100_000, ...more });

describe("tax falls due", () => {
  it("on goods at delivery, and on a deposit when it is cashed (CGI art. 269, 2, a; since 2023)", () => {
    const goods = sale("sale_goods", {
      deliveredOn: "2026-04-02",
      invoicedOn: "2026-04-02",
      payments: [{ on: "2026-03-10", amountCents: 36_000 }],
    });
    expect(sharesOf(goods)).toEqual([
      ["2026-03-10", 30_000, 6_000, "deposit", "this_period"],
      ["2026-04-02", 70_000, 14_000, "delivery", "later"],
    ]);
    expect(sharesOf(sale("sale_goods", { deliveredOn: "2026-03-10", payments: [{ on: "2026-05-01", amountCents: 120_000 }] }))).toEqual([
      ["2026-03-10", 100_000, 20_000, "delivery", "this_period"],
    ]);
  });

  it("on goods whose deposit was cashed before 2023 at delivery alone, on services of old deposits when they were cashed", () => {
    const payments = [{ on: "2022-12-31", amountCents: 60_000 }];
    const day = (kind: Operation["kind"]) => sharesOf(sale(kind, { deliveredOn: "2026-03-02", payments })).map(([on]) => on);
    expect(day("sale_goods")).toEqual(["2026-03-02"]);
    expect(day("service_from_non_established")).toEqual(["2022-12-31", "2026-03-02"]);
  });

  it("on services when they are paid: each receipt its share, the last one the remainder (CGI art. 269, 2, c)", () => {
    const payments = [
      { on: "2026-05-02", amountCents: 40_001 },
      { on: "2026-03-05", amountCents: 40_000 },
      { on: "2026-02-11", amountCents: 39_999 },
    ];
    expect(sharesOf(sale("sale_services", { invoicedOn: "2026-02-01", payments }))).toEqual([
      ["2026-02-11", 33_333, 6_667, "receipt", "earlier"],
      ["2026-03-05", 33_333, 6_666, "receipt", "this_period"],
      ["2026-05-02", 33_334, 6_667, "receipt", "later"],
    ]);
    expect(sharesOf(sale("sale_services", { invoicedOn: "2026-03-01" }))).toEqual([[null, 100_000, 20_000, "waiting", "waiting"]]);
  });

  it("on services when they are invoiced under the option for debits, but a deposit cashed earlier when it is cashed", () => {
    const payments = [
      { on: "2026-03-02", amountCents: 60_000 },
      { on: "2026-06-01", amountCents: 60_000 },
    ];
    expect(sharesOf(sale("sale_services", { exigibility: "debits", invoicedOn: "2026-04-10", payments }))).toEqual([
      ["2026-03-02", 50_000, 10_000, "deposit", "this_period"],
      ["2026-04-10", 50_000, 10_000, "debit", "later"],
    ]);
  });

  it("on intra-EU acquisitions and supplies the 15th of the next month, or at the invoice when it is earlier (CGI art. 269, 2, d)", () => {
    const of = (invoicedOn: string | null) => sharesOf(sale("intra_eu_acquisition", { deliveredOn: "2026-02-20", invoicedOn }))[0];
    expect(of(null)).toEqual(["2026-03-15", 100_000, 20_000, "fifteenth", "this_period"]);
    expect(of("2026-02-25")).toEqual(["2026-02-25", 100_000, 20_000, "invoice", "earlier"]);
    expect(of("2026-04-01")).toEqual(["2026-03-15", 100_000, 20_000, "fifteenth", "this_period"]);
    expect(of("2026-02-01")).toEqual(["2026-02-20", 100_000, 20_000, "invoice", "earlier"]);
    expect(sharesOf(sale("intra_eu_supply", { deliveredOn: "2025-12-31" }))[0]?.[0]).toBe("2026-01-15");
  });

  it("on services of a non-established supplier when they are made, not when they are paid (CGI art. 269, 2, b bis)", () => {
    const payments = [{ on: "2026-04-20", amountCents: 100_000 }];
    expect(sharesOf(sale("service_from_non_established", { deliveredOn: "2026-03-31", payments }))).toEqual([
      ["2026-03-31", 100_000, 20_000, "delivery", "this_period"],
    ]);
  });

  it("on building subcontracting when the subcontractor is paid, who is paid without TVA (CGI art. 283, 2 nonies)", () => {
    const payments = [{ on: "2026-03-20", amountCents: 50_000 }];
    expect(sharesOf(sale("reverse_charge_purchase", { invoicedOn: "2026-03-01", payments }))).toEqual([
      ["2026-03-20", 50_000, 10_000, "receipt", "this_period"],
      [null, 50_000, 10_000, "waiting", "waiting"],
    ]);
  });

  it("and is deducted when the supplier owes it, never before the invoice is held (CGI art. 271, I, 2 and II, 1)", () => {
    expect(sharesOf(sale("purchase_goods", { deliveredOn: "2026-02-27", invoicedOn: "2026-03-04" }))).toEqual([
      ["2026-03-04", 100_000, 20_000, "invoice_held", "this_period"],
    ]);
    expect(sharesOf(sale("purchase_services", { invoicedOn: "2026-03-04" }))[0]).toEqual([null, 100_000, 20_000, "waiting", "waiting"]);
    expect(sharesOf(sale("purchase_services", { exigibility: "debits", invoicedOn: "2026-03-04" }))[0]?.[0]).toBe("2026-03-04");
  });

  it("on imports at the customs event and on credit notes at their day", () => {
    expect(sharesOf(sale("import", { deliveredOn: "2026-03-09" }))[0]?.slice(3)).toEqual(["customs", "this_period"]);
    expect(sharesOf(sale("sale_credit_note", { invoicedOn: "2026-03-09" }))[0]?.slice(3)).toEqual(["credit_note", "this_period"]);
  });

  it("says so when the day of delivery is assumed to be the invoice's", () => {
    const codes = returned([sale("sale_goods", { invoicedOn: "2026-03-09" })]).notices.map(({ code }) => code);
    expect(codes).toContain("delivery_date_assumed");
  });

  it.each([
    ["sale_goods", {}, "delivered_on"],
    ["intra_eu_acquisition", { invoicedOn: "2026-03-01" }, "delivered_on"],
    ["import", {}, "delivered_on"],
    ["bad_debt", { deliveredOn: "2026-03-01" }, "invoiced_on"],
    ["sale_services", { exigibility: "debits" }, "invoiced_on"],
  ] as const)("refuses %s without the day its rule needs", (kind, more, field) => {
    try {
      returned([sale(kind, more)]);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Refusal && error.flaws).toEqual([{ pointer: `/operations/0/${field}`, message: "required" }]);
    }
  });
});
