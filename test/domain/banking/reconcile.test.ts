import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BankRow } from "#domain/banking/row";
import { book, incoming } from "#test/domain/banking/rows";

const USER: BankRow["categorisation"] = { code: "19", confidencePpm: 1_000_000, source: "user", ruleId: null, reason: "Choisie." };
const pendingRow = (fields: Parameters<typeof incoming>[0]) =>
  incoming({ status: "pending", updatedAt: "2025-03-09T08:00:00.000Z", ...fields });

describe("reading the same rows again", () => {
  it("changes nothing, in any order and any split", () => {
    const rows = [1, 2, 3, 4, 5].map((index) => incoming({ providerId: `P${index}`, amount: -100 * index }));
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 5 }), fc.integer({ min: 0, max: 5 }), (shuffled, cut) => {
        const account = book();
        account.read(shuffled.slice(0, cut));
        account.read(shuffled.slice(cut));
        expect(account.live()).toHaveLength(5);
        expect(account.read(rows).changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps two identical payments as two rows", () => {
    const account = book();
    account.read([incoming({ providerId: "A" }), incoming({ providerId: "B" })]);
    expect(account.live()).toHaveLength(2);
  });

  it("lets no older version win", () => {
    const account = book();
    const old = incoming({ providerId: "A", label: "ANCIEN", updatedAt: "2025-03-01T00:00:00.000Z" });
    account.read([incoming({ providerId: "A", label: "NOUVEAU", updatedAt: "2025-03-02T00:00:00.000Z" })]);
    expect(account.read([old]).changes).toEqual([]);
    expect(account.live()[0]?.label).toBe("NOUVEAU");
  });

  it("counts the newest version of a row a page repeats", () => {
    const account = book();
    account.read([
      incoming({ providerId: "A", label: "V2", updatedAt: "2025-03-02T00:00:00.000Z" }),
      incoming({ providerId: "A", label: "V1", updatedAt: "2025-03-01T00:00:00.000Z" }),
    ]);
    expect(account.live().map(({ label }) => label)).toEqual(["V2"]);
  });
});

describe("pending to booked ends as one row", () => {
  it("when the id stays", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.read([incoming({ providerId: "A", date: "2025-03-11" })]);
    expect(account.live()).toMatchObject([{ status: "booked", date: "2025-03-11" }]);
  });

  it("when the id changes and the old one is deleted in the same read", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.edit("A", { categorisation: USER, note: "déjeuner" });
    const gone = incoming({ providerId: "A", date: "2025-03-09", deleted: true });
    const plan = account.read([gone, incoming({ providerId: "B", date: "2025-03-11" })]);
    expect(plan.changes).toMatchObject([{ kind: "updated", alias: expect.any(String) }]);
    expect(account.live()).toMatchObject([{ providerId: "B", status: "booked", categorisation: USER, note: "déjeuner" }]);
    expect(account.read([gone, incoming({ providerId: "B", date: "2025-03-11" })]).changes).toEqual([]);
  });

  it("when the amount changes with the id", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09", amount: -15_000, merchantKey: "TOTAL" })]);
    account.read([
      incoming({ providerId: "A", amount: -15_000, deleted: true }),
      incoming({ providerId: "B", date: "2025-03-11", amount: -8_217, merchantKey: "TOTAL" }),
    ]);
    expect(account.live()).toMatchObject([{ providerId: "B", amountCents: -8_217 }]);
  });

  it("when the pending row simply vanished", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.read([incoming({ providerId: "B", date: "2025-03-11" })]);
    expect(account.live()).toMatchObject([{ providerId: "B", status: "booked" }]);
  });

  it("but not when only changes were read: the pending row may be there, unchanged", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.read([incoming({ providerId: "B", date: "2025-03-11" })], false);
    expect(account.live()).toHaveLength(2);
  });

  it("but not when the pending row is still announced beside a real twin", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" }), incoming({ providerId: "B", date: "2025-03-10" })]);
    expect(account.live()).toHaveLength(2);
  });

  it("and the old id coming back alive is a row of its own, read after read", () => {
    const account = book();
    account.read([pendingRow({ providerId: "A", date: "2025-03-09" })]);
    account.read([incoming({ providerId: "B", date: "2025-03-11" })]);
    const back = incoming({ providerId: "A", date: "2025-03-12", updatedAt: "2025-03-12T08:00:00.000Z" });
    account.read([back]);
    expect(account.live()).toHaveLength(2);
    expect(account.read([back, incoming({ providerId: "B", date: "2025-03-11" })]).changes).toEqual([]);
  });
});

describe("deletions and edits of the bank", () => {
  it("make a tombstone once, and a row that comes back alive again", () => {
    const account = book();
    account.read([incoming({ providerId: "A" })]);
    const gone = incoming({ providerId: "A", deleted: true, updatedAt: "2025-03-12T00:00:00.000Z" });
    expect(account.read([gone]).changes).toMatchObject([{ kind: "deleted" }]);
    expect(account.read([gone]).changes).toEqual([]);
    expect(account.live()).toEqual([]);
    account.read([incoming({ providerId: "A", updatedAt: "2025-03-13T00:00:00.000Z" })]);
    expect(account.live()).toHaveLength(1);
  });

  it("make a new id the row that was taken back with it, not an equal one that was taken back before", () => {
    const account = book();
    const taken = (providerId: string, day: number) => incoming({ providerId, deleted: true, updatedAt: `2025-03-${day}T00:00:00.000Z` });
    account.read([incoming({ providerId: "A" }), incoming({ providerId: "B" })]);
    account.read([taken("A", 12)], false);
    account.edit("B", { note: "à moi" });
    account.read([taken("B", 13), incoming({ providerId: "C", updatedAt: "2025-03-13T00:00:00.000Z" })], false);
    expect(account.live()).toMatchObject([{ providerId: "C", note: "à moi" }]);
  });

  it("ignore a deletion of a row never seen", () => {
    expect(book().read([incoming({ providerId: "A", deleted: true })]).changes).toEqual([]);
  });

  it("leave a user's category and note, and decide a rule's category again", () => {
    const account = book();
    account.read([incoming({ providerId: "A" }), incoming({ providerId: "B", amount: -1 })]);
    account.edit("A", { categorisation: USER, note: "à moi" });
    account.read([incoming({ providerId: "A", amount: -4_300, updatedAt: "2025-03-12T00:00:00.000Z" })]);
    expect(account.live().find(({ providerId }) => providerId === "A")).toMatchObject({
      amountCents: -4_300,
      categorisation: USER,
      note: "à moi",
    });
  });
});
