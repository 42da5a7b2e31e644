import { expect, it } from "vitest";
import { book, incoming } from "#test/domain/banking/rows";

const LATER = "2025-03-12T08:00:00.000Z";
const told = (source: string) => (providerId: string, fields: object) => incoming({ providerId, source, ...fields });
const bank = told("bridge:1");

it("an announced row is booked by the payment nearest to its amount, whichever is told first", () => {
  const account = book();
  account.read([bank("P1", { amount: -10_000, status: "pending" })], false);
  const [before] = account.live();
  const over = bank("P1", { amount: -10_000, status: "pending", deleted: true, updatedAt: LATER });
  account.read([over, bank("B1", { amount: -15_500 }), bank("B2", { amount: -10_800 })], false);
  expect(account.live().find(({ hash }) => hash === before?.hash)).toMatchObject({ providerId: "B2", amountCents: -10_800 });
  expect(account.live()).toHaveLength(2);
});

it("a row given again stands for its twin that goes now, not for the one that went before", () => {
  const account = book();
  account.read([bank("A1", {}), bank("A2", {})], false);
  account.read([bank("A1", { deleted: true, updatedAt: LATER })], false);
  const [left] = account.live();
  account.read([bank("A2", { deleted: true, updatedAt: LATER }), bank("A3", {})], false);
  expect(account.live()).toMatchObject([{ hash: left?.hash, providerId: "A3" }]);
});

it("of two payments of one counterparty and day, another teller's words say which is which", () => {
  const account = book(true);
  const words = { amount: 50_090, merchantKey: "LOYER LILAS" };
  account.read(
    [bank("A1", { ...words, rawLabel: "Virement LOYER LILAS" }), bank("A2", { ...words, rawLabel: "Virement LOYER LILAS 580" })],
    false,
  );
  const [plain, numbered] = account.live().map(({ hash }) => hash);
  const other = told("bridge:2");
  account.read(
    [other("N2", { ...words, rawLabel: "VIR SEPA LOYER LILAS 580" }), other("N1", { ...words, rawLabel: "VIR SEPA LOYER LILAS" })],
    false,
  );
  expect(
    account
      .live()
      .map(({ hash, providerId }) => [hash, providerId])
      .sort(),
  ).toEqual(
    [
      [plain, "N1"],
      [numbered, "N2"],
    ].sort(),
  );
});

it("many equal payments that are all given new ids stay as many, each under the key it had", () => {
  const account = book(true, { absentAreGone: true });
  const parking = (prefix: string) =>
    Array.from({ length: 150 }, (_, place) => bank(`${prefix}${place}`, { amount: -100, date: `2025-03-0${1 + (place % 4)}` }));
  account.read(parking("A"));
  const before = account.live().map(({ hash, date }) => `${hash} ${date}`);
  account.read(parking("B"));
  expect(account.live().map(({ hash, date }) => `${hash} ${date}`)).toEqual(before);
  expect(account.live().every(({ providerId }) => providerId.startsWith("B"))).toBe(true);
});
