import { describe, expect, it } from "vitest";
import { type Account, NO_TOTALS } from "#domain/banking/account";
import { type Listed, matchAccounts } from "#domain/banking/account-match";
import { AccountId, ConnectionId } from "#domain/ids";
import { cents, EUR } from "#domain/money";

const IBAN = "FR7630006000011234567890189";
const connection = (n: number) => ConnectionId.parse(`con_${String(n).padStart(26, "0")}`);
const OURS = connection(5);

const account = (n: number, fields: Partial<Account> = {}): Account => ({
  id: AccountId.parse(`acc_${String(n).padStart(26, "0")}`),
  ...{
    ordinal: n,
    name: "Compte courant",
    bankName: "Banque Horizon",
    ledgerName: "x",
    accountType: "checking",
    iban: IBAN,
    currency: EUR,
  },
  ...{ openingBalanceCents: cents(0), status: "open", connectionId: connection(1), providerKey: "bridge:1", givesBookingDates: false },
  ...{
    reported: null,
    sync: null,
    sources: [],
    historyFrom: null,
    settlesAt: null,
    olderCents: cents(0),
    totals: NO_TOTALS,
    rowsVersion: 0,
    version: 1,
  },
  createdAt: "2025-01-01T00:00:00.000Z",
  ...fields,
});
const listed = (providerKey: string, fields: Partial<Listed> = {}): Listed => ({
  ...{ providerKey, name: "Compte courant", bankName: "Banque Horizon", accountType: "checking", currency: EUR, iban: IBAN, isLive: true },
  ...fields,
});
const matchOne = (one: Listed, known: readonly Account[]) => matchAccounts([one], known, OURS).get(one.providerKey);

describe("a listed account", () => {
  it("is the one it was before", () => {
    const mine = account(1, { connectionId: OURS });
    expect(matchOne(listed("bridge:1"), [mine])).toEqual({ kind: "known", account: mine });
  });

  it("of the same IBAN, under another login or provider, takes over the account that was there", () => {
    const mine = account(1);
    expect(matchOne(listed("bridge:9"), [mine])).toEqual({ kind: "takes_over", account: mine });
    expect(matchOne(listed("finary:9"), [account(1, { connectionId: null, providerKey: null })])).toMatchObject({ kind: "takes_over" });
  });

  it.each([
    ["another type, as a card has its account's IBAN", { accountType: "card" as const }],
    ["another currency", { currency: "USD" }],
    ["another IBAN", { iban: "FR1420041010050500013M02606" }],
  ])("of %s is a new one", (_, fields) => {
    expect(matchOne(listed("bridge:9", fields), [account(1)])).toEqual({ kind: "new" });
  });

  it("without an IBAN is the only one of its name and bank that nobody newer tells", () => {
    const nameless = { iban: null };
    expect(matchOne(listed("bridge:9", nameless), [account(1, nameless)])).toMatchObject({ kind: "takes_over" });
    expect(matchOne(listed("bridge:9", nameless), [account(1, nameless), account(2, { ...nameless, providerKey: "bridge:2" })])).toEqual({
      kind: "new",
    });
    expect(matchOne(listed("bridge:9", { ...nameless, name: "Livret" }), [account(1, nameless)])).toEqual({ kind: "new" });
  });

  it("that a newer connection tells is left to it", () => {
    expect(matchOne(listed("bridge:9"), [account(1, { connectionId: connection(7), providerKey: "bridge:8" })])).toEqual({
      kind: "left",
      why: "superseded",
    });
  });

  it("that a newer connection tells no more is told by an older one, until the newer one is honoured again", () => {
    const theirs = account(1, { connectionId: connection(7), providerKey: "bridge:8" });
    const whileSilent = (one: Listed) => matchAccounts([one], [theirs], OURS, new Set([connection(7)])).get(one.providerKey);
    expect(whileSilent(listed("bridge:9"))).toEqual({ kind: "takes_over", account: theirs });
    expect(whileSilent(listed("bridge:9", { isLive: false }))).toEqual({ kind: "left", why: "superseded" });
    const older = account(1, { connectionId: connection(1), providerKey: "bridge:8" });
    expect(matchOne(listed("bridge:9", { isLive: false }), [older])).toEqual({ kind: "left", why: "superseded" });
    expect(matchOne(listed("bridge:9"), [older])).toMatchObject({ kind: "takes_over" });
  });

  it("a person closed stays closed, and one whose currency changed is not mixed", () => {
    const mine = { connectionId: OURS };
    expect(matchOne(listed("bridge:1"), [account(1, { ...mine, status: "closed" })])).toEqual({ kind: "left", why: "closed" });
    expect(matchOne(listed("bridge:1", { currency: "USD" }), [account(1, mine)])).toEqual({ kind: "left", why: "currency_changed" });
  });
});

it("of two logins that list one account, the one the bank honours tells it", () => {
  const mine = account(1, { connectionId: OURS });
  const matches = matchAccounts([listed("bridge:1", { isLive: false }), listed("bridge:9")], [mine], OURS);
  expect(matches.get("bridge:9")).toEqual({ kind: "takes_over", account: mine });
  expect(matches.get("bridge:1")).toEqual({ kind: "left", why: "told_twice" });
});

it("a provider asked with a passing token gives way to any other, however old, and takes from none", () => {
  const passing = account(1, { connectionId: connection(9), providerKey: "bankin:1" });
  expect(matchOne(listed("bridge:9"), [passing])).toMatchObject({ kind: "takes_over" });
  expect(matchOne(listed("bankin:9"), [account(1, { connectionId: connection(1) })])).toEqual({ kind: "left", why: "superseded" });
});
