import { describe, expect, it } from "vitest";
import { type ConnectedItem, standingOf } from "#domain/banking/connection";

const login = (
  itemId: string,
  state: ConnectedItem["state"],
  bankName: string | null = "BNP Paribas",
  consentExpiresAt: string | null = null,
) => ({
  ...{ itemId, state, statusInfo: `${state} of ${itemId}`, bankName, consentExpiresAt },
});
const stateOf = (items: readonly ConnectedItem[], ...owners: readonly string[]) => standingOf(items, new Set(owners))?.state ?? null;

describe("the state of a connection", () => {
  it("is none without a login, and that of its only one", () => {
    expect(stateOf([])).toBeNull();
    for (const state of ["active", "reauth_required", "temporarily_unavailable", "unsupported", "degraded"] as const) {
      expect(stateOf([login("1", state)], "1")).toBe(state);
      expect(stateOf([login("1", state)])).toBe(state);
    }
  });

  it("is not alarmed by an old login that wants a password, beside an active one of the same bank", () => {
    const both = [login("old", "reauth_required"), login("new", "active")];
    for (const items of [both, both.toReversed()]) {
      expect(stateOf(items, "new")).toBe("active");
      expect(stateOf(items, "old", "new")).toBe("active");
      expect(stateOf(items)).toBe("active");
    }
  });

  it("leaves aside a login that owns no account the bank lists, of whichever bank", () => {
    expect(stateOf([login("a", "active"), login("b", "reauth_required", "La Banque Postale")], "a")).toBe("active");
    expect(standingOf([login("a", "active"), login("b", "reauth_required", "La Banque Postale")], new Set(["a", "b"]))).toMatchObject({
      ...{ state: "reauth_required", bankName: "La Banque Postale" },
    });
  });

  it("of two banks is that of the one that asks most", () => {
    const order = ["active", "degraded", "temporarily_unavailable", "unsupported", "reauth_required"] as const;
    for (const [place, worse] of order.entries())
      for (const better of order.slice(0, place)) expect(stateOf([login("1", better, "A"), login("2", worse, "B")], "1", "2")).toBe(worse);
  });

  it("tells the consent that ends first of those that count, and of a bank the newest", () => {
    const items = [
      login("old", "active", "A", "2026-12-01T00:00:00.000Z"),
      login("new", "active", "A", "2027-05-01T00:00:00.000Z"),
      login("b", "active", "B", "2027-03-01T00:00:00.000Z"),
      login("c", "active", "C"),
    ];
    expect(standingOf(items, new Set(["old", "new", "b", "c"]))?.consentExpiresAt).toBe("2027-03-01T00:00:00.000Z");
    expect(standingOf([login("c", "active", "C")], new Set())).not.toHaveProperty("consentExpiresAt");
    expect(standingOf([login("c", "active", null)], new Set())).not.toHaveProperty("bankName");
  });
});
