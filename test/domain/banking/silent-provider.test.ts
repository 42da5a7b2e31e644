import { describe, expect, it } from "vitest";
import { book, incoming } from "#test/domain/banking/rows";

const finary = (providerId: string, fields: object = {}) => incoming({ providerId, source: "finary:1", ...fields });
const bridge = (providerId: string, fields: object = {}) => incoming({ providerId, source: "bridge:1", ...fields });
const NOTE = "gardé";
const noted = (account: ReturnType<typeof book>) => account.live().map(({ note, status, providerId }) => ({ note, status, providerId }));

describe("a booked row of a provider that tells deletions by leaving rows out", () => {
  const opened = () => book(true, { absentAreGone: true });

  it("told under another id is the same row, with what a person said of it", () => {
    const account = opened();
    account.read([finary("A"), finary("B", { amount: -100, rawLabel: "CB CAFE", merchantKey: "CAFE" })]);
    account.edit("A", { note: NOTE });
    const { changes } = account.read([finary("C", { date: "2025-03-11" }), finary("B", { amount: -100, rawLabel: "CB CAFE" })]);
    expect(changes).toMatchObject([{ kind: "updated" }]);
    expect(noted(account)).toContainEqual({ note: NOTE, status: "booked", providerId: "C" });
    expect(account.live()).toHaveLength(2);
  });

  it("is not, while the first id is told as well, nor of another counterparty or another sum", () => {
    for (const other of [{}, { rawLabel: "CB BOULANGERIE", merchantKey: "BOULANGERIE" }, { amount: -4_300 }]) {
      const account = opened();
      account.read([finary("A")]);
      const rows = Object.keys(other).length === 0 ? [finary("A"), finary("C")] : [finary("C", other)];
      expect(account.read(rows).changes.map(({ kind }) => kind)).toContain("added");
      expect(account.live()).toHaveLength(rows.length);
    }
  });

  it("leaves a statement's rows to the equal payments they are told by", () => {
    const account = opened();
    account.read([finary("A")]);
    account.read([incoming({ providerId: "F", source: "file" })], false);
    account.read([finary("A"), incoming({ providerId: "F2", source: "file" })], false);
    expect(account.live()).toHaveLength(2);
    account.read([finary("C")]);
    expect(noted(account)).toEqual([{ note: null, status: "booked", providerId: "C" }]);
  });
});

describe("what another provider announced, at one that tells only what is booked", () => {
  const announced = () => bridge("P", { status: "pending", date: "2025-03-09" });
  const opened = (at = "2025-03-11T06:00:00.000Z") => {
    const day = { at };
    const account = book(true, {
      ...{ absentAreGone: true, bookedOnly: true },
      get at() {
        return day.at;
      },
    });
    account.read([announced()], false);
    account.edit("P", { note: NOTE });
    return { ...account, later: (next: string) => void Object.assign(day, { at: next }) };
  };
  const something = finary("S", { amount: -900, rawLabel: "CB LIBRAIRIE", merchantKey: "LIBRAIRIE", date: "2025-03-01" });

  it("waits, and is booked under the id and the note it has", () => {
    const account = opened();
    account.read([something]);
    expect(noted(account)).toContainEqual({ note: NOTE, status: "pending", providerId: "P" });
    account.read([something, finary("Q", { date: "2025-03-16" })]);
    expect(noted(account)).toContainEqual({ note: NOTE, status: "booked", providerId: "Q" });
    expect(account.live()).toHaveLength(2);
  });

  it("is over once it has waited longer than a card payment does", () => {
    const account = opened("2025-03-18T06:00:00.000Z");
    account.read([something]);
    expect(noted(account)).toEqual([{ note: null, status: "booked", providerId: "S" }]);
  });

  it("is over at once where a provider announces by itself and does not tell it", () => {
    const account = book(true);
    account.read([announced()], false);
    account.read([bridge("S2", { source: "bridge:2", amount: -900, rawLabel: "CB LIBRAIRIE" })]);
    expect(noted(account)).toEqual([{ note: null, status: "booked", providerId: "S2" }]);
  });
});
