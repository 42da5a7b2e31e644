import { describe, expect, it } from "vitest";
import type { BankRow } from "#domain/banking/row";
import { book, incoming } from "#test/domain/banking/rows";

const FILE = "file";
const file = (providerId: string, fields: object = {}) => incoming({ providerId, source: FILE, ...fields });
const bank = (providerId: string, fields: object = {}) => incoming({ providerId, source: "bridge:1", ...fields });
const other = (providerId: string, fields: object = {}) => incoming({ providerId, source: "bridge:2", ...fields });
const labels = (rows: readonly BankRow[]) => rows.map(({ rawLabel }) => rawLabel).sort();

describe("a row of a file and the bank's own", () => {
  it("become one, which keeps its key and says what the bank says", () => {
    const account = book(true);
    account.read([file("F1", { rawLabel: "PRELEVEMENT ORANGE SA FACTURE 12" })], false);
    const [before] = account.live();
    account.read([bank("B1", { rawLabel: "PRLV SEPA ORANGE SA" })], false);
    const [after, ...others] = account.live();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ hash: before?.hash, rawLabel: "PRLV SEPA ORANGE SA", source: "bridge:1", providerId: "B1" });
  });

  it("become one in the other order too, and the file changes nothing of it", () => {
    const account = book(true);
    account.read([bank("B1", { rawLabel: "PRLV SEPA ORANGE SA" })], false);
    const before = account.live();
    const plan = account.read([file("F1", { rawLabel: "ORANGE" })], false);
    expect(plan.changes).toMatchObject([{ kind: "matched" }]);
    expect(account.live()).toEqual(before);
    expect(account.read([file("F1", { rawLabel: "ORANGE" })], false).changes).toEqual([]);
  });

  it("are one although their days differ by a week-end, when their words are alike", () => {
    const account = book(true);
    account.read([file("F1", { date: "2025-03-07", rawLabel: "VIR RECU DUPONT SARL FACT 77" })], false);
    account.read([bank("B1", { date: "2025-03-10", rawLabel: "VIREMENT DE DUPONT SARL FACT 77" })], false);
    expect(account.live()).toHaveLength(1);
  });

  it("meet by the words they have in common where several payments of one counterparty and day are of the same sum", () => {
    const account = book(true);
    const [first, second] = ["PRLV SEPA ORANGE SA MOBILE", "PRLV SEPA ORANGE SA MOBILE 812"];
    account.read([other("A", { rawLabel: first }), other("B", { rawLabel: second })], false);
    const keys = () => Object.fromEntries(account.live().map(({ providerId, hash }) => [providerId, hash]));
    const { A, B } = keys();
    account.read([bank("Y", { rawLabel: "Prlv Orange sa mobile 812" }), bank("X", { rawLabel: "Prlv Orange sa mobile" })], false);
    expect(keys()).toEqual({ X: A, Y: B });
  });

  it("stay two when days and words differ, and the doubt is told", () => {
    const account = book(true);
    account.read([file("F1", { date: "2025-03-07", rawLabel: "CHEQUE 0001234", merchantKey: "" })], false);
    const plan = account.read([bank("B1", { date: "2025-03-10", rawLabel: "REMISE LOT 88", merchantKey: "" })], false);
    expect(account.live()).toHaveLength(2);
    expect(plan.likely.get("B1")).toMatchObject({ rawLabel: "CHEQUE 0001234" });
  });
});

describe("true twins", () => {
  it("of one file stay two, and each meets one of the bank's", () => {
    const account = book(true);
    account.read([file("F1"), file("F2")], false);
    account.read([bank("B1"), bank("B2")], false);
    expect(account.live()).toHaveLength(2);
    account.read([bank("B3")], false);
    expect(account.live()).toHaveLength(3);
  });

  it("told one by one by the bank still meet one each", () => {
    const account = book(true);
    account.read([file("F1"), file("F2")], false);
    account.read([bank("B1")], false);
    account.read([bank("B2")], false);
    expect(account.live()).toHaveLength(2);
  });

  it("of one source are never taken for one another", () => {
    const account = book(true);
    account.read([bank("B1")], false);
    account.read([bank("B2")], false);
    expect(account.live()).toHaveLength(2);
  });
});

describe("another teller of the same account", () => {
  it("takes every row over, with its key, its category and its note", () => {
    const account = book(true);
    account.read([bank("A1"), bank("A2", { amount: -990 })]);
    account.edit("A1", {
      note: "loyer",
      categorisation: { code: "12", confidencePpm: 1_000_000, source: "user", ruleId: null, reason: "x" },
    });
    const hashes = account.live().map(({ hash }) => hash);
    account.read([other("N1"), other("N2", { amount: -990 })]);
    expect(account.live().map(({ hash }) => hash)).toEqual(hashes);
    expect(account.live()[0]).toMatchObject({ note: "loyer", source: "bridge:2", categorisation: { source: "user", code: "12" } });
  });

  it("that announces what was booked changes nothing, and books it under another id later", () => {
    const account = book(true);
    account.read([file("F1")], false);
    account.read([bank("B1", { status: "pending" })], false);
    expect(account.live()).toMatchObject([{ status: "booked", source: FILE }]);
    const later = { deleted: true, status: "pending", updatedAt: "2025-03-12T08:00:00.000Z" };
    account.read([bank("B1", later), bank("B2")], false);
    expect(account.live()).toMatchObject([{ status: "booked", source: "bridge:1", providerId: "B2" }]);
  });

  it("says which booked rows it does not know, and lets nobody else's announced rows stand", () => {
    const account = book(true);
    account.read([
      bank("A1"),
      bank("A2", { amount: -1, rawLabel: "CAFE" }),
      bank("A3", { amount: -777, status: "pending", rawLabel: "HOTEL" }),
    ]);
    const plan = account.read([other("N1")]);
    expect(labels(plan.leftOut)).toEqual(["CAFE"]);
    expect(plan.changes).toMatchObject([{ kind: "updated" }, { kind: "deleted", after: { rawLabel: "HOTEL" } }]);
  });
});

it("a booked row given again under another id in one read keeps its key and what a person said of it", () => {
  const account = book();
  account.read([bank("A1")], false);
  account.edit("A1", { note: "à garder" });
  const [before] = account.live();
  account.read([bank("A1", { deleted: true, updatedAt: "2025-03-12T08:00:00.000Z" }), bank("A9", { date: "2025-03-11" })], false);
  expect(account.live()).toMatchObject([{ hash: before?.hash, note: "à garder", providerId: "A9" }]);
});

it("a row deleted in one read and given again in the next is the same row", () => {
  const account = book();
  account.read([bank("A1")], false);
  const [before] = account.live();
  account.read([bank("A1", { deleted: true, updatedAt: "2025-03-12T08:00:00.000Z" })], false);
  expect(account.live()).toEqual([]);
  account.read([bank("A7")], false);
  expect(account.live()).toMatchObject([{ hash: before?.hash, providerId: "A7" }]);
});

it("twenty thousand rows of one amount and day are paired without weighing every pair", () => {
  const account = book(true);
  const rows = Array.from({ length: 20_000 }, (_, index) => index);
  account.read(
    rows.map((index) => file(`F${index}`, { rawLabel: `A${index % 7}`, merchantKey: "" })),
    false,
  );
  account.read(
    rows.map((index) => bank(`B${index}`, { rawLabel: `B${index % 5}`, merchantKey: "" })),
    false,
  );
  expect(account.live()).toHaveLength(20_000);
});
