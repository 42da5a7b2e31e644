import { describe, expect, it } from "vitest";
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

it("of two payments that name nobody, another teller's words say which is which too", () => {
  const account = book(true);
  const fee = { amount: -3_079, merchantKey: "" };
  account.read(
    [bank("A1", { ...fee, rawLabel: "COTISATION CB VISA BUSINESS 931" }), bank("A2", { ...fee, rawLabel: "COTISATION CB VISA BUSINESS" })],
    false,
  );
  const keys = new Map(account.live().map(({ hash, rawLabel }) => [rawLabel.endsWith("931"), hash]));
  const other = told("bridge:2");
  for (const [first, second] of [
    ["N1", "N2"],
    ["M2", "M1"],
  ] as const) {
    const label = (id: string) => (id.endsWith("1") ? "COTISATION CARTE VISA BUSINESS 931" : "COTISATION CARTE VISA BUSINESS");
    const source = first === "N1" ? other : told("bridge:3");
    account.read([source(first, { ...fee, rawLabel: label(first) }), source(second, { ...fee, rawLabel: label(second) })], false);
    expect(new Map(account.live().map(({ hash, rawLabel }) => [rawLabel.endsWith("931"), hash]))).toEqual(keys);
  }
});

it("a row that a whole reading leaves out, and tells under another id, is that row still", () => {
  const account = book(true);
  account.read([bank("A1", {}), bank("A2", { amount: -990 })]);
  account.edit("A1", { note: "à garder" });
  const hashes = account.live().map(({ hash }) => hash);
  account.read([bank("A9", {}), bank("A2", { amount: -990 })]);
  expect(account.live().map(({ hash }) => hash)).toEqual(hashes);
  expect(account.live()).toMatchObject([{ providerId: "A9", note: "à garder" }, { providerId: "A2" }]);
});

describe("where a statement told a twin, and the bank then takes one back and tells one", () => {
  const told2 = () => {
    const account = book(true);
    account.read([bank("A1", {})], false);
    account.read([told("file")("F1", {}), told("file")("F2", {})], false);
    expect(account.live()).toHaveLength(2);
    return account;
  };
  const next = [bank("A1", { deleted: true, updatedAt: LATER }), bank("A2", {})];

  it("the statement's row had waited for it, and one is left", () => {
    const account = told2();
    const waiting = account.live().find(({ source }) => source === "file");
    account.read(next, false);
    expect(account.live()).toMatchObject([{ hash: waiting?.hash, providerId: "A2", source: "bridge:1" }]);
  });

  it("what a person said of the one that went stays with the one that came", () => {
    const account = told2();
    account.edit("A1", { note: "à garder" });
    account.read(next, false);
    expect(account.live().find(({ note }) => note === "à garder")).toMatchObject({ providerId: "A2" });
    expect(account.live()).toHaveLength(2);
  });
});

it("what was announced is met by its booking at a teller of booked rows alone, however late that is read", () => {
  const account = book(true, { bookedOnly: true, at: "2025-03-25T08:00:00.000Z" });
  account.read([bank("P1", { status: "pending" })], false);
  const [before] = account.live();
  account.read([told("finary:1")("B1", { date: "2025-03-14" })]);
  expect(account.live()).toMatchObject([{ hash: before?.hash, status: "booked", providerId: "B1" }]);
});

it("a scheduled payment that is carried out days early, under another id, is that payment", () => {
  const account = book();
  account.read([bank("S1", { status: "future", date: "2025-03-28" })], false);
  const [before] = account.live();
  account.read(
    [bank("S1", { status: "future", date: "2025-03-28", deleted: true, updatedAt: LATER }), bank("B1", { date: "2025-03-12" })],
    false,
  );
  expect(account.live()).toMatchObject([{ hash: before?.hash, status: "booked", providerId: "B1" }]);
});
