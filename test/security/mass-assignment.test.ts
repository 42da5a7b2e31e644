import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { bodyFor, filled, NAMED, paramSchema, paramsOf, ROUTES } from "#test/security/declared";
import { type Tenant, tenant } from "#test/security/tenants";
import { type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Tenant;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ withoutWorkers: true, settings: { SANDBOX_BASE_URL: bank.url } });
  mine = await tenant(world, bank, "un");
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const WITH_BODY = ROUTES.filter(({ body }) => body !== null);
/** Everything an item holds that a caller must not set, and what a prototype is reached by. */
const EXTRAS = [
  ...["company_id", "id", "role", "version", "created_by", "created_at", "balance_cents", "status", "is_admin", "owner_id", "pk", "sk"],
  ...[
    "ttl",
    "hash",
    "number",
    "source",
    "doer",
    "__proto__",
    "constructor",
    "prototype",
    "to_json",
    "companyId",
    "COMPANY_ID",
    "company-id",
  ],
];
const itemCount = async () => Object(await world.engine.exec("Scan", { TableName: "numma", Select: "COUNT" })).Count;
const own = (route: (typeof ROUTES)[number]) =>
  filled(
    route,
    Object.fromEntries(paramsOf(route).map((name) => [name, mine.ids.find((id) => paramSchema(route, name).safeParse(id).success) ?? "x"])),
  );

it("every body that is declared can be made from its declaration", () => {
  expect(WITH_BODY.filter((route) => bodyFor(route) === null).map(({ routeKey }) => routeKey)).toEqual([]);
});

describe("a body with one field too many", () => {
  it.each(NAMED(WITH_BODY))("%s: is refused by name, and nothing is written", async (_, route) => {
    const body = bodyFor(route) ?? {};
    const before = await itemCount();
    for (const extra of EXTRAS.filter((name) => !(name in body) && !isKnown(route, name))) {
      const raw = JSON.stringify(body).replace(/\}$/, `${Object.keys(body).length > 0 ? "," : ""}${JSON.stringify(extra)}:{"admin":true}}`);
      const answer = await world.request(route.method, own(route), { token: mine.token, raw });
      expect({ status: answer.status, code: answer.body["code"] }, `${extra} ${answer.text}`).toEqual({
        status: 400,
        code: "request.invalid",
      });
      expect(answer.text).toContain("unknown_field");
    }
    expect(await itemCount()).toBe(before);
    expect(Object.prototype).not.toHaveProperty("admin");
  });

  it.each(NAMED(WITH_BODY.filter((route) => Object.values(bodyFor(route) ?? {}).some(Array.isArray))))(
    "%s: is refused inside a list too",
    async (_, route) => {
      const body = bodyFor(route) ?? {};
      for (const [name, list] of Object.entries(body)) {
        if (!Array.isArray(list)) continue;
        const spoilt = { ...body, [name]: list.map((one: object) => ({ ...one, company_id: mine.id })) };
        const answer = await world.request(route.method, own(route), { token: mine.token, body: spoilt });
        expect(answer).toMatchObject({ status: 400, body: { code: "request.invalid" } });
      }
    },
  );
});

/** Whether the schema itself has a field of this name. */
function isKnown({ body }: (typeof ROUTES)[number], name: string): boolean {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return (
    JSON.stringify(body?.meta() ?? {}).includes(`"${name}"`) ||
    (body !== null && "shape" in body && Object.hasOwn(Object(body.shape), camel))
  );
}
