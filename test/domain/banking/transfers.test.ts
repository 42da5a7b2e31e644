import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { type Leg, needsLinking, waits } from "#domain/banking/transfer-signs";
import { bankDaysBetween, pairKey, pairTransfers } from "#domain/banking/transfers";
import { addDays, businessDate } from "#domain/dates";
import { EUR_CHECKING, type LegFields, leg, OWN, SAVINGS } from "#test/domain/banking/legs";

const paired = (legs: readonly Leg[], own = OWN, declined: ReadonlySet<string> = new Set()) => {
  const { links, suggestions } = pairTransfers(legs, new Set(legs.filter(waits).map(transactionId)), own, declined);
  return {
    links: links.map(({ outgoing, incoming }) => [outgoing.hash.replace(/^0+/, ""), incoming.hash.replace(/^0+/, "")]),
    suggested: [...suggestions.values()].map((ids) => ids.length),
  };
};
const out = (fields: LegFields) => leg({ ordinal: 1, amount: -50_000, label: "VIR INTERNE VERS LIVRET", ...fields });
const into = (fields: LegFields) => leg({ ordinal: 2, amount: 50_000, label: "VIR SEPA RECU /DE ATELIER HORIZON", ...fields });

describe("two rows are one transfer", () => {
  it("when both say so, within five bank days", () => {
    expect(paired([out({ id: "1" }), into({ id: "2" })]).links).toEqual([["1", "2"]]);
    // Friday to the Friday after: five bank days; one more is too many.
    expect(paired([out({ id: "1", date: "2025-03-07" }), into({ id: "2", date: "2025-03-14" })]).links).toHaveLength(1);
    expect(paired([out({ id: "1", date: "2025-03-07" }), into({ id: "2", date: "2025-03-17" })]).links).toEqual([]);
  });

  it("when one says so and the other speaks of nobody but us", () => {
    for (const label of ["VIR SEPA RECU /DE ATELIER HORIZON", "VIREMENT COMPTE COURANT", "VIR DEPUIS LIVRET"])
      expect(paired([out({ id: "1" }), into({ id: "2", label, code: "01" })]).links, label).toEqual([["1", "2"]]);
  });

  it("only as a suggestion when the other one says nothing at all, be it of the same day, unless its account is named", () => {
    for (const label of ["VIR SEPA RECU", "VIREMENT 2503031234", "VIR INST POUR ORDRE"])
      for (const date of ["2025-03-10", "2025-03-12"])
        expect(paired([out({ id: "1", date }), into({ id: "2", date: "2025-03-10", label, code: "01" })]), label).toEqual({
          ...{ links: [], suggested: [1] },
        });
    const outgoing = out({ id: "1", label: "VIR SEPA EMIS", code: "01" });
    expect(paired([outgoing, into({ id: "2", label: "VIR INTERNE DEPUIS COMPTE" })])).toEqual({ links: [], suggested: [1] });
    expect(paired([out({ id: "1" }), into({ id: "2", label: "VIR SEPA RECU", code: "01", source: "user" })]).links).toEqual([]);
  });

  it("only as a suggestion when the other one names somebody else", () => {
    expect(paired([out({ id: "1" }), into({ id: "2", label: "VIR SEPA RECU /DE DUPONT SARL", code: "01" })])).toEqual({
      links: [],
      suggested: [1],
    });
  });

  it("when one names the other account or its bank", () => {
    const qonto = { ...OWN, accounts: [EUR_CHECKING, { ...SAVINGS, bankName: "Qonto", name: "Compte principal" }] };
    expect(
      paired([out({ id: "1", label: "VIR SEPA QONTO", code: "00" }), into({ id: "2", label: "VIR SEPA RECU", code: "01" })], qonto).links,
    ).toEqual([["1", "2"]]);
  });

  it("when neither says so, both are plain transfers and nothing else fits", () => {
    const plain = [
      out({ id: "1", label: "VIR VERS LIVRET A", code: "00" }),
      into({ id: "2", label: "VIREMENT COMPTE COURANT", code: "01" }),
    ];
    expect(paired(plain).links).toEqual([["1", "2"]]);
    const strangers = [
      out({ id: "1", label: "VIR SEPA DURAND", code: "00" }),
      into({ id: "2", label: "VIR SEPA RECU DUPONT", code: "01" }),
    ];
    expect(paired(strangers)).toEqual({ links: [], suggested: [] });
  });

  it("when a card with deferred debit is settled", () => {
    const card = { ...OWN, accounts: [EUR_CHECKING, { ...SAVINGS, accountType: "card" as const }] };
    const legs = [
      out({ id: "1", label: "PRELEVEMENT CARTE DEBIT DIFFERE", code: "00" }),
      into({ id: "2", label: "RELEVE CARTE 4971", code: "00" }),
    ];
    expect(paired(legs, card).links).toEqual([["1", "2"]]);
    expect(paired(legs).links).toEqual([]);
  });

  it.each([
    ["the same account", { ordinal: 1 }],
    ["another amount", { amount: 50_001 }],
    ["the same side", { amount: -50_000 }],
    ["another currency", { currency: "USD" }],
    ["a row not booked yet", { status: "pending" as const }],
    ["a tombstone", { status: "deleted" as const }],
    ["a row a person put elsewhere", { code: "01", source: "user" as const }],
    ["a row linked already", { transfer: "txn_00300000000000000000009" }],
    ["a split row", { parts: 2 }],
  ])("but never with %s", (_, fields) => {
    expect(paired([out({ id: "1" }), into({ id: "2", ...fields })]).links).toEqual([]);
  });

  it("but never with a loan, nor where one account is booked and the other is not", () => {
    for (const accountType of ["loan", "securities"] as const)
      expect(paired([out({ id: "1" }), into({ id: "2" })], { ...OWN, accounts: [EUR_CHECKING, { ...SAVINGS, accountType }] })).toEqual({
        links: [],
        suggested: [],
      });
  });
});

describe("between several candidates", () => {
  it("the nearer one is taken, whatever the order they come in", () => {
    const legs = [out({ id: "1", date: "2025-03-03" }), into({ id: "2", date: "2025-03-03" }), into({ id: "3", date: "2025-03-05" })];
    for (const order of [legs, [...legs].reverse()]) expect(paired(order).links).toEqual([["1", "2"]]);
  });

  it("none is taken when two are equally good: both are suggested", () => {
    const third = { ...OWN, accounts: [...OWN.accounts, { ...SAVINGS, ordinal: 3, name: "Autre livret" }] };
    expect(paired([out({ id: "1" }), into({ id: "2" }), into({ id: "3", ordinal: 3 })], third)).toEqual({
      links: [],
      suggested: [2, 1, 1],
    });
    expect(paired([out({ id: "1" }), into({ id: "2" }), into({ id: "3" })])).toEqual({ links: [], suggested: [2, 1, 1] });
  });

  it("rows that nothing tells apart pair up when there are as many on both sides", () => {
    expect(paired([out({ id: "1" }), out({ id: "2" }), into({ id: "3" }), into({ id: "4" })]).links).toEqual([
      ["1", "3"],
      ["2", "4"],
    ]);
  });

  it("weekly transfers of one amount pair with their own week", () => {
    const weeks = ["2025-03-03", "2025-03-10", "2025-03-17"];
    const legs = weeks.flatMap((date, week) => [
      out({ id: `${week}1`, date }),
      into({ id: `${week}2`, date: addDays(businessDate(date), 1) }),
    ]);
    expect(paired(legs).links).toHaveLength(3);
    expect(paired(legs).links.every(([left, reached]) => left?.slice(0, -1) === reached?.slice(0, -1))).toBe(true);
  });

  it("a pair a person parted never comes back, and does not stand in another one's way", () => {
    const [one, two, three] = [out({ id: "1" }), into({ id: "2" }), into({ id: "3", date: "2025-03-12" })];
    const declined = new Set([pairKey(transactionId(one), transactionId(two))]);
    expect(paired([one, two], OWN, declined)).toEqual({ links: [], suggested: [] });
    expect(paired([one, two, three], OWN, declined).links).toEqual([["1", "3"]]);
  });
});

it("counts bank days without Saturdays and Sundays", () => {
  const days = (one: string, other: string) => bankDaysBetween(businessDate(one), businessDate(other));
  expect([days("2025-03-07", "2025-03-07"), days("2025-03-07", "2025-03-10"), days("2025-03-10", "2025-03-07")]).toEqual([0, 1, 1]);
  expect([days("2025-03-08", "2025-03-09"), days("2025-03-03", "2025-03-07")]).toEqual([0, 4]);
});

it("looks again at a row when its money, day, words or category changed, and at nothing else", () => {
  const row = out({ id: "1" });
  const other = { ...row, transfer: transactionId(into({ id: "2" })) };
  expect(needsLinking(null, row)).toBe(true);
  expect(needsLinking(row, { ...row })).toBe(false);
  expect(needsLinking(row, { ...row, label: "autre" })).toBe(true);
  expect(needsLinking(row, other)).toBe(false);
  expect(needsLinking(other, { ...other, label: "autre" })).toBe(false);
  expect(needsLinking(other, { ...other, status: "deleted" })).toBe(true);
  expect(needsLinking(other, { ...other, date: businessDate("2025-03-11") })).toBe(true);
  expect(needsLinking(null, out({ id: "1", label: "PRLV SEPA ORANGE", code: "35" }))).toBe(false);
});

const anyLeg = fc.record({
  ordinal: fc.integer({ min: 1, max: 3 }),
  amount: fc.constantFrom(-50_000, 50_000, -20_000, 20_000),
  days: fc.integer({ min: 0, max: 12 }),
  label: fc.constantFrom("VIR INTERNE", "VIR SEPA RECU", "VIR VERS LIVRET", "VIR DUPONT", "PRLV ORANGE"),
  code: fc.constantFrom("51", "00", "01"),
  currency: fc.constantFrom("EUR", "USD"),
});

it("pairs add up to zero by currency, use each row once, and do not depend on the order rows come in", () => {
  const own = { ...OWN, accounts: [...OWN.accounts, { ...SAVINGS, ordinal: 3, name: "Autre livret" }] };
  fc.assert(
    fc.property(fc.array(anyLeg, { maxLength: 24 }), fc.nat(), (fields, seed) => {
      const legs = fields.map(({ days, ...rest }, place) =>
        leg({ ...rest, id: `${place + 1}`, date: addDays(businessDate("2025-03-03"), days) }),
      );
      const { links } = pairTransfers(legs, new Set(legs.filter(waits).map(transactionId)), own, new Set());
      const used = links.flatMap(({ outgoing, incoming }) => [outgoing.hash, incoming.hash]);
      expect(new Set(used).size).toBe(used.length);
      for (const { outgoing, incoming } of links) {
        expect(outgoing.amountCents + incoming.amountCents).toBe(0);
        expect([outgoing.currency, outgoing.amountCents < 0]).toEqual([incoming.currency, true]);
        expect(outgoing.ordinal).not.toBe(incoming.ordinal);
        expect(bankDaysBetween(outgoing.date, incoming.date)).toBeLessThanOrEqual(5);
      }
      const shuffled = [...legs].sort(
        (left, right) => ((Number(left.hash) * 7_919 + seed) % 101) - ((Number(right.hash) * 7_919 + seed) % 101),
      );
      expect(paired(shuffled, own).links.map(String).sort()).toEqual(paired(legs, own).links.map(String).sort());
    }),
  );
});
