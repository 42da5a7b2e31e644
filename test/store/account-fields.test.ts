import { afterAll, beforeAll, expect, it } from "vitest";
import type { Account } from "#domain/banking/account";
import { newRow } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import { businessDate, instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { cents, EUR } from "#domain/money";
import { openNextAccount } from "#store/account-opening";
import { accounts, replaceAccountAction } from "#store/accounts";
import { commit } from "#store/outbox";
import { batchesOf, writeRows } from "#store/row-changes";
import { BY_RULE, incoming } from "#test/domain/banking/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({});
});
afterAll(() => world.end());

const event = (type: `${string}.${string}`) => {
  const at = instantOf(world.clock.now());
  return { id: world.newId("event"), type, at, doer: { kind: "system", id: "test" }, requestId: "test", objects: [] } as const;
};

/** An account whose bank's history begins in June, with an opening balance of 100. */
async function opened(companyId: CompanyId): Promise<Account> {
  const table = world.scoped(companyId);
  const at = instantOf(world.clock.now());
  const fields = { id: world.newId("account"), name: "Compte", bankName: "Banque", accountType: "checking", iban: null } as const;
  const money = { currency: EUR, openingBalanceCents: cents(0), connectionId: null, providerKey: "bridge:1", createdAt: at };
  const account = await openNextAccount(table, companyId, { ...fields, ...money }, event("account.created"), []);
  if (account === "overtaken") throw new Error("nobody else opens accounts here");
  const next = { ...account, openingBalanceCents: cents(10_000), historyFrom: businessDate("2025-06-01"), version: 2 };
  await commit(table, companyId, [replaceAccountAction(companyId, account, next)], event("account.updated"));
  return accounts(table, companyId).getNow(account.id);
}

/** What a file brings of a day before that history: it was part of the opening balance. */
async function olderRow(companyId: CompanyId, account: Account): Promise<void> {
  const row = newRow(
    incoming({ providerId: "F", source: FILE_SOURCE, amount: -4_200, date: "2025-05-02" }),
    "0".repeat(20),
    account.ordinal,
    BY_RULE,
    "2025-06-02T00:00:00.000Z",
  );
  const [batch] = batchesOf([{ before: null, after: row, alias: null, kind: "added" }]);
  if (!batch) throw new Error("one row is one batch");
  const fence = { account, rowsVersion: account.rowsVersion };
  const written = await writeRows(
    world.scoped(companyId),
    companyId,
    batch,
    new Map([[account.ordinal, account]]),
    event("transactions.synced"),
    { fence },
  );
  expect(written.done).toBe(true);
}

it("whoever renames an account while a file brings its older history leaves the balance alone", async () => {
  const { id } = await company(world);
  const read = await opened(id);
  await olderRow(id, read);
  const renamed = { ...read, name: "Compte principal", version: read.version + 1 };
  const outcome = await commit(world.scoped(id), id, [replaceAccountAction(id, read, renamed)], event("account.updated"));
  expect(outcome.done).toBe(true);
  const now = await accounts(world.table(id), id).getNow(read.id);
  expect(now).toMatchObject({ name: "Compte principal", openingBalanceCents: 14_200, totals: { bookedCents: -4_200 } });
});

it("an opening balance reckoned from rows that have changed since is not written", async () => {
  const { id } = await company(world);
  const read = await opened(id);
  await olderRow(id, read);
  const reckoned = { ...read, openingBalanceCents: cents(9_000), version: read.version + 1 };
  const outcome = await commit(world.scoped(id), id, [replaceAccountAction(id, read, reckoned)], event("account.updated"));
  expect(outcome.done).toBe(false);
  expect((await accounts(world.table(id), id).getNow(read.id)).openingBalanceCents).toBe(14_200);
});
