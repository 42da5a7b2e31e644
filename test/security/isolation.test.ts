import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { seededRandom } from "#infra/local/dynamodb/seeded-random";
import { snake } from "#runtime/case";
import type { Route } from "#runtime/route";
import { type FakeBank, fakeBank } from "#test/bank";
import { bodyFor, filled, NAMED, paramSchema, paramsOf, ROUTES } from "#test/security/declared";
import { foreignIn, keySpy } from "#test/security/key-spy";
import { type Tenant, tenant } from "#test/security/tenants";
import { type Answer, type TestWorld, testWorld, tokenFor } from "#test/world";

const SEED = Number(process.env["FAULT_SEED"] ?? 20_261_126);
const CALLS = 1_000;
const spy = keySpy();
let bank: FakeBank;
let world: TestWorld;
let tenants: readonly Tenant[];
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ around: spy.around, withoutWorkers: true, settings: { SANDBOX_BASE_URL: bank.url } });
  const all: Tenant[] = [];
  for (const [place, name] of ["un", "deux", "trois", "quatre", "cinq"].entries()) all.push(await tenant(world, bank, name, place * 100));
  tenants = all;
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const [ME, OTHER] = [0, 1];
const at = (place: number): Tenant => {
  const found = tenants[place];
  if (!found) throw new Error("no such tenant");
  return found;
};
/** Logging out would end the caller's session: its tests stand elsewhere. */
const GUARDED = ROUTES.filter(({ may, path }) => may !== "public" && path !== "/auth/logout");
const WITH_PARAMS = GUARDED.filter((route) => paramsOf(route).length > 0);

const named = new Map<string, readonly Record<string, string>[]>();
/** Every object of a tenant a route's parameters may name; found once. */
function targets(route: Route, who: Tenant): readonly Record<string, string>[] {
  const known = named.get(`${route.routeKey} ${who.id}`) ?? found(route, who);
  named.set(`${route.routeKey} ${who.id}`, known);
  return known;
}

function found(route: Route, { ids }: Tenant): readonly Record<string, string>[] {
  return paramsOf(route).reduce<readonly Record<string, string>[]>(
    (known, name) =>
      known.flatMap((one) => ids.filter((id) => paramSchema(route, name).safeParse(id).success).map((id) => ({ ...one, [name]: id }))),
    [{}],
  );
}

/** Live sessions: some calls end the caller's own, who logs in again then. */
const live = new Map<string, string>();
const relogged = ({ id, personId }: Tenant) => tokenFor(world, { personId, companyId: id, role: "owner" });

async function ask(route: Route, who: Tenant, path: string) {
  const body = bodyFor(route);
  const token = live.get(who.id) ?? who.token;
  const told = await spy.watch(() => world.request(route.method, path, { token, ...(body && { body }) }));
  if (told.result.status === 401) live.set(who.id, await relogged(who));
  return told;
}

const othersOf = (who: Tenant) => tenants.filter(({ id }) => id !== who.id);
const leaks = (answer: Answer, who: Tenant) =>
  othersOf(who).filter(({ canary }) => `${answer.text}${JSON.stringify(answer.headers)}`.includes(canary));

describe("an object of another company", () => {
  it("is there to be asked for, whatever the route", () => {
    expect(WITH_PARAMS.filter((route) => targets(route, at(OTHER)).length === 0).map(({ routeKey }) => routeKey)).toEqual([]);
  });

  it("is asked for with a body that is right, so that the body is not what is refused", () => {
    expect(WITH_PARAMS.filter((route) => route.body && !bodyFor(route)).map(({ routeKey }) => routeKey)).toEqual([]);
  });

  it.each(NAMED(WITH_PARAMS))("%s: is not found, and no key of its company is touched", async (_, route) => {
    for (const values of targets(route, at(OTHER)).slice(0, 6)) {
      const { result, ...seen } = await ask(route, at(ME), `${filled(route, values)}${requiredOf(route, at(OTHER))}`);
      const place = `${route.routeKey} ${JSON.stringify(values)} ${result.text}`;
      expect(result.status, place).toBe(404);
      expect(
        foreignIn(
          seen,
          othersOf(at(ME)).flatMap(({ id, personId }) => [id, `SYSTEM#PERSON#${personId}`]),
        ),
        place,
      ).toEqual([]);
      expect(leaks(result, at(ME)), place).toEqual([]);
    }
  });

  it.each(NAMED(WITH_PARAMS))("%s: neither are a made-up id, a misshapen one, a path or a key", async (_, route) => {
    const foreign = `COMPANY#${at(OTHER).id}#ACCOUNTS`;
    const strange = [
      ...targets(route, at(OTHER))
        .slice(0, 1)
        .flatMap((values) => Object.values(values).map(madeUp)),
      "acc_00000000000000000000000000",
      "x".repeat(3_000),
      "../../x",
      "..%2f",
      "%00",
      "a\u0000b",
      "null",
      "-1",
      foreign,
      "__proto__",
      "constructor",
    ];
    for (const value of strange) {
      const path = filled(route, Object.fromEntries(paramsOf(route).map((name) => [name, value])));
      const { result, ...seen } = await ask(route, at(ME), `${path}${requiredOf(route, at(OTHER))}`);
      const isWellFormed = paramsOf(route).every((name) => paramSchema(route, name).safeParse(value).success);
      const fitting = isWellFormed ? [404] : [400, 404, 405];
      expect(fitting, `${route.routeKey} ${value.slice(0, 40)} ${result.text}`).toContain(result.status);
      expect(foreignIn(seen, [at(OTHER).id])).toEqual([]);
    }
  });
});

/** An id of the same kind that nobody has. */
const madeUp = (id: string): string => id.replace(/[0-9A-Z]{26}$/, "0".repeat(26));

/** What a route cannot be asked without, naming another tenant's objects: a code of lettering is everybody's, its year is not. */
function requiredOf({ query }: Route, { ids }: Tenant): string {
  const missing = query.safeParse({}).error?.issues.map(({ path }) => String(path[0])) ?? [];
  const pairs = missing.map((name) => {
    const schema: unknown = query.shape[name];
    const value = [...ids, "411000", "2025-03-01"].find((one) => schema instanceof z.ZodType && schema.safeParse(one).success);
    return `${snake(name)}=${encodeURIComponent(value ?? "")}`;
  });
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

it("a thousand random calls by five companies touch no foreign key, tell nothing foreign, and never fail", async () => {
  const random = seededRandom(SEED);
  const one = <Of>(all: readonly Of[]): Of | undefined => all[Math.floor(random() * all.length)];
  const told = { foreign: 0, leaked: 0, failed: 0, good: 0 };
  for (let call = 0; call < CALLS; call += 1) {
    const [who, route] = [one(tenants), one(GUARDED)];
    if (!who || !route) throw new Error("nobody calls nothing");
    const anyone = random() < 0.5 ? who : (one(tenants) ?? who);
    const values = one(targets(route, anyone)) ?? {};
    const query = queryFor(route, one, random);
    const { result, ...seen } = await ask(route, who, `${filled(route, values)}${query}`);
    const foreign = foreignIn(
      seen,
      othersOf(who).flatMap(({ id, personId }) => [id, `SYSTEM#PERSON#${personId}`]),
    ).length;
    if (foreign > 0) console.log(`${route.routeKey} reached ${foreign} foreign keys`);
    told.foreign += foreign;
    told.leaked += leaks(result, who).length;
    told.failed += result.status >= 500 ? 1 : 0;
    told.good += result.status < 400 ? 1 : 0;
  }
  console.log(
    `isolation: ${CALLS} random calls by ${tenants.length} companies over ${GUARDED.length} routes, ${told.good} of them answered: ${told.foreign} foreign keys, ${told.leaked} leaks, ${told.failed} failures (seed ${SEED})`,
  );
  expect(told).toMatchObject({ foreign: 0, leaked: 0, failed: 0 });
  expect(told.good).toBeGreaterThan(CALLS / 5);
}, 300_000);

/** Parameters a route knows, with ids and cursors of anybody. */
function queryFor({ query }: Route, one: <Of>(all: readonly Of[]) => Of | undefined, random: () => number): string {
  const names = Object.keys(query.shape).filter(() => random() < 0.3);
  const values = [...tenants.flatMap(({ ids, cursors }) => [...ids.slice(0, 4), ...cursors]), "2025", "2025-06-30", "true", "512001", "10"];
  const fitting = (name: string) => {
    const schema: unknown = query.shape[name];
    const good = values.filter((value) => schema instanceof z.ZodType && schema.safeParse(value).success);
    return one(good.length > 0 ? good : values) ?? "";
  };
  const pairs = names.map((name) => `${snake(name)}=${encodeURIComponent(fitting(name))}`);
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}
