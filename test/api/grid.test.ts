import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "#domain/people/role";
import { API_FUNCTIONS } from "#functions/all";
import { allows, PERMISSIONS, ROLES, SCOPES } from "#runtime/permissions";
import { DEFAULT_ROUTE } from "#runtime/route";
import { sessionOf } from "#test/people";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

const ROUTES = API_FUNCTIONS.flatMap(({ routes }) => routes).filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);
const LETTERS: Readonly<Record<string, Role>> = { o: "owner", a: "admin", c: "accountant", m: "member", e: "employee", v: "viewer" };

/** The table written by hand: route -> who may, in letters. */
const TABLE = new Map(
  readFileSync("test/golden/permissions.txt", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): [string, string] => [line.replace(/\s+\S+$/, ""), line.split(/\s+/).at(-1) ?? ""]),
);

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

/** A call nobody can mistake for a good one: an unknown parameter stops it right behind the door, so that nothing is read or done. */
const knock = async (method: string, path: string, token?: string) => {
  const url = `${path.replaceAll(/\{\w+\}/g, "x")}?grid=1`;
  const { status, body } = await world.request(method, url, { ...(token !== undefined && { token }), body: {} });
  return status === 401 || status === 403 ? `${status} ${body["code"]}` : "in";
};

it("has a line for every route, and no other", () => {
  expect([...TABLE.keys()].sort()).toEqual(ROUTES.map(({ routeKey }) => routeKey).sort());
  for (const [route, who] of TABLE) expect(who, route).toMatch(/^public$|^[o-][a-][c-][m-][e-][v-][k-]$/);
});

describe("role by route", () => {
  for (const [letter, role] of Object.entries(LETTERS))
    it(`lets ${role} into what the table says and nothing else`, async () => {
      const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role });
      for (const { method, path, routeKey } of ROUTES) {
        const who = TABLE.get(routeKey) ?? "";
        const expected = who === "public" || who.includes(letter) ? "in" : "403 auth.forbidden";
        expect(await knock(method, path, token), `${role} ${routeKey}`).toBe(expected);
      }
    });

  it("lets an API key with every scope there is into what the table says, and refuses it by name where a person is asked for", async () => {
    const owner = await sessionOf(world, mine.id, mine.personId, "owner");
    const { body } = await owner.post("/api/keys", { name: "Tout", scopes: SCOPES });
    for (const { method, path, routeKey, may } of ROUTES) {
      const who = TABLE.get(routeKey) ?? "";
      const refusal = may === "session" ? "403 auth.person_only" : "403 auth.forbidden";
      const expected = who === "public" || who.includes("k") ? "in" : refusal;
      expect(await knock(method, path, String(body["key"])), `key ${routeKey}`).toBe(expected);
    }
  });

  it("lets nobody in without a token, or with one that is none", async () => {
    for (const { method, path, routeKey } of ROUTES) {
      const isPublic = TABLE.get(routeKey) === "public";
      expect(await knock(method, path), `nobody ${routeKey}`).toBe(isPublic ? "in" : "401 auth.required");
      expect(await knock(method, path, "nk_forged"), `forged ${routeKey}`).toBe(isPublic ? "in" : "401 auth.invalid_token");
    }
  });

  it("lets a key with one scope in where that scope is asked for, and nowhere else", async () => {
    const owner = await sessionOf(world, mine.id, mine.personId, "owner");
    const doors = PERMISSIONS.flatMap((permission) => ROUTES.find(({ may }) => may === permission) ?? []);
    for (const scope of SCOPES) {
      const { body } = await owner.post("/api/keys", { name: scope, scopes: [scope] });
      for (const { method, path, may, routeKey } of doors)
        expect(await knock(method, path, String(body["key"])), `${scope} ${routeKey}`).toBe(may === scope ? "in" : "403 auth.forbidden");
    }
  });
});

describe("another company's ids", () => {
  it("are unknown to its owner on every route that names one thing and needs no body: 404, and nothing happens", async () => {
    const theirs = await company(world);
    const account = await mine.post("/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
    const key = await mine.post("/api/keys", { name: "K", scopes: ["accounts:read"] });
    const invitation = await mine.post("/users", { email: "inv@example.test", role: "viewer" });
    const [year] = (await mine.get("/api/ledger/years")).body["data"] as { id: string }[];
    const ids: Record<string, unknown> = {
      ...{ account_id: account.body["id"], user_id: invitation.body["id"], company_id: mine.id, year_id: year?.id },
      ...{ transaction_id: `txn_001${"0".repeat(20)}`, export_id: `exp_${"0".repeat(26)}`, entry_id: `ent_manual_${world.newId("entry")}` },
      ...{
        key_id: key.body["id"],
        share_id: world.newId("share"),
        upload_id: world.newId("upload"),
        job_id: world.newId("job"),
        code: "A",
      },
    };
    const owner = await tokenFor(world, { personId: theirs.personId, companyId: theirs.id, role: "owner" });
    const naming = ROUTES.filter(
      ({ method, path, may }) => may !== "public" && path.includes("{") && (method === "GET" || method === "DELETE"),
    );
    expect(naming.length).toBeGreaterThan(10);
    for (const { method, path, routeKey } of naming) {
      const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ids[name] ?? "x"));
      const { status } = await world.request(method, url, { token: owner });
      expect(status === 404 || status === 400, `${routeKey} ${status}`).toBe(true);
    }
    expect((await mine.get(`/api/accounts/${account.body["id"]}`)).status).toBe(200);
    expect((await mine.get(`/users/${invitation.body["id"]}`)).status).toBe(200);
  });
});

describe("the permission table", () => {
  it("is the one of docs/permissions.md", () => {
    const roles = Role.options;
    const mark = (yes: boolean) => (yes ? "yes" : "-");
    const rows = PERMISSIONS.map((permission) => {
      const cells = [...roles.map((role) => allows(role, permission)), SCOPES.includes(permission)].map(mark);
      return `| \`${permission}\` | ${cells.join(" | ")} |`;
    });
    const head = `| permission | ${roles.join(" | ")} | API key |\n|---${"|---".repeat(roles.length + 1)}|`;
    expect(readFileSync("docs/permissions.md", "utf8")).toContain(`${head}\n${rows.join("\n")}\n`);
  });

  it("gives a role nothing twice, and an employee nothing yet", () => {
    for (const [role, held] of Object.entries(ROLES)) expect(new Set(held).size, role).toBe(held.length);
    expect(ROLES.employee).toEqual([]);
  });
});
