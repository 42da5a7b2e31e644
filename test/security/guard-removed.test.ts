import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { AccountId, CompanyId } from "#domain/ids";
import { inProcess } from "#infra/local/dynamodb/in-process";
import { container } from "#runtime/container";
import { dispatcher } from "#runtime/dispatch";
import { Environment } from "#runtime/env";
import type { LogEvent } from "#runtime/log";
import { type Route, routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { auditTrail } from "#store/audit";
import { companies } from "#store/companies";
import { type Db, db } from "#store/db";
import { drafts } from "#store/drafts";
import { companyScope } from "#store/guard";
import { members } from "#store/members";
import { newMeter } from "#store/meter";
import { openAccount } from "#test/rows";
import { foreignIn, keySpy } from "#test/security/key-spy";
import { company, type TestWorld, testWorld } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;

/** A spy that sees nothing proves nothing: here the guard is taken away, from one handler alone, and the spy must turn red. */
const spy = keySpy();
let world: TestWorld;
let mine: Mine;
let theirs: Mine;
let account: string;
beforeAll(async () => {
  world = await testWorld({ around: spy.around, withoutWorkers: true });
  [mine, theirs] = [await company(world), await company(world)];
  account = (await openAccount(theirs, "Le leur")).id;
});
afterAll(() => world.end());

/** The table, spied on, in a scope: the caller's own, or one that lets everything through. */
const own = () => tableIn(companyScope(mine.id));
const unguarded = () => tableIn({ name: "everything", prefixes: [""] });
function tableIn(scope: Db["scope"]): Db {
  const client = new DynamoDBClient({ region: "eu-west-3", ...inProcess(spy.around(world.engine)) });
  return db(DynamoDBDocumentClient.from(client), "numma", scope, newMeter());
}

/** A route that takes the company from the caller's own words, the mistake the guard is there for. */
const trusting = (tableOf: (given: Db) => Db) =>
  routesNeeding("table")({
    ...{ method: "GET", path: "/api/accounts/{account_id}", may: "accounts:read", summary: "Trusts the query" },
    params: z.object({ accountId: AccountId }),
    query: z.strictObject({ companyId: CompanyId }),
    returns: z.object({ name: z.string() }),
    handle: ({ params, query, table }) => accounts(tableOf(table), query.companyId).get(params.accountId),
  });

/** The same mistake where both scopes are at hand. */
const reaching = routesNeeding("directory")({
  ...{ method: "GET", path: "/api/accounts/{account_id}", may: "accounts:read", summary: "Reaches too far" },
  params: z.object({ accountId: AccountId }),
  query: z.strictObject({ companyId: CompanyId }),
  returns: z.object({ name: z.string() }),
  handle: ({ params, query, directory }) => accounts(directory(query.companyId), query.companyId).get(params.accountId),
});

/** What one of us is told of their account by a route, and what the table was asked meanwhile. */
async function asked(route: Route) {
  const { requestHandler, signer } = inProcess(spy.around(world.engine));
  const environment = Environment.parse({ ...world.addressOf("api/accounts"), NUMMA_RATE_BURST: "1000" });
  const events: LogEvent[] = [];
  const dispatch = dispatcher([route], {
    container: container(environment, world.clock.now, { dynamodb: { requestHandler: requestHandlerOf(requestHandler), signer } }),
    newId: world.newId,
    log: (event) => void events.push(event),
  });
  const { result, ...seen } = await spy.watch(() =>
    dispatch({
      ...{ routeKey: route.routeKey, method: "GET", path: `/api/accounts/${account}`, params: { account_id: account } },
      ...{ query: [["company_id", theirs.id]], headers: { authorization: `Bearer ${mine.token}` }, cookies: {}, body: new Uint8Array() },
      ...{ sourceIp: "127.0.0.1", domain: "localhost", requestId: "r", remainingMs: () => 1_000 },
    }),
  );
  const { name }: { name?: string } = JSON.parse(Buffer.from(result.body).toString());
  return { status: result.status, name, logged: JSON.stringify(events), foreign: foreignIn(seen, [theirs.id]).length };
}

/** The SDK asks of a request handler no more than this one is. */
const requestHandlerOf = (handler: ReturnType<typeof inProcess>["requestHandler"]) =>
  new DynamoDBClient({ region: "eu-west-3", requestHandler: handler }).config.requestHandler;

describe("a handler that takes the company from the caller's words", () => {
  it("is stopped by the guard before the table is asked", async () => {
    const told = await asked(trusting((given) => given));
    expect(told).toMatchObject({ status: 500, foreign: 0 });
    expect(told.logged).toContain("ForeignPartition");
  });

  it("is seen by the spy as soon as the guard is taken from it", async () => {
    const told = await asked(trusting(unguarded));
    expect(told).toMatchObject({ status: 200, name: "Le leur" });
    expect(told.foreign).toBeGreaterThan(0);
  });

  it("is seen by the spy where its table reaches too far", async () => {
    const told = await asked(reaching);
    expect(told).toMatchObject({ status: 200, name: "Le leur" });
    expect(told.foreign).toBeGreaterThan(0);
  });
});

describe("a store given another company's id", () => {
  const STORES: Readonly<Record<string, (table: Db, companyId: CompanyId) => Promise<unknown>>> = {
    "the accounts": (table, companyId) => accounts(table, companyId).all(),
    "the company": (table, companyId) => companies(table, companyId).get(),
    "the members": (table, companyId) => members(table, companyId).page(10, null),
    "the drafts": (table, companyId) => drafts(table, companyId).all(),
    "the audit trail": (table, companyId) => auditTrail(table, companyId).before(null, 10),
  };

  it.each(Object.entries(STORES))(
    "reads %s with a table that lets everything through, and nothing with the caller's own",
    async (_, read) => {
      const free = await spy.watch(() => read(unguarded(), theirs.id));
      expect(foreignIn(free, [theirs.id]).length).toBeGreaterThan(0);
      const held = await spy.watch(() => read(own(), theirs.id).catch((error: unknown) => error));
      expect(held.result).toMatchObject({ name: "ForeignPartition" });
      expect(held.commands).toEqual([]);
    },
  );
});
