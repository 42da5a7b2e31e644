import { describe, expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { changeRole } from "#functions/api/users/membership";
import type { Db } from "#store/db";
import { members } from "#store/members";
import { people } from "#store/people";
import { sessions } from "#store/sessions";
import { colleague, sessionOf } from "#test/people";
import { tokenFor } from "#test/world";
import { never, refused, usersDesk } from "./users-desk.ts";

const desk = usersDesk();
const { invites, owned } = desk;

describe("a role", () => {
  it("changes on the very next request of every live session, by one read", async () => {
    const owner = await owned();
    const person = await colleague(desk.world, owner.companyId, "viewer");
    const second = await sessionOf(desk.world, owner.companyId, person.personId, "viewer");
    const account = { name: "Caisse", bank_name: "Banque", account_type: "other" };
    for (const session of [person, second]) refused(await session.post("/api/accounts", account), 403, "auth.forbidden");
    expect(await owner.put(`/users/${person.personId}`, { role: "member" })).toMatchObject({
      status: 200,
      body: { role: "member", version: 2 },
    });
    for (const session of [person, second]) {
      const answer = await session.post("/api/accounts", account);
      expect([answer.status, answer.headers["numma-cost"]]).toEqual([201, expect.stringMatching(/\bauth-rru=1\b/)]);
    }
    expect((await owner.put(`/users/${person.personId}`, { role: "employee" })).status).toBe(200);
    for (const session of [person, second]) refused(await session.get("/api/accounts"), 403, "auth.forbidden");
    expect(await people(desk.world.table()).memberships(person.personId)).toMatchObject([{ role: "employee" }]);
  });

  it("is never above one's own: an admin neither makes an owner nor touches one", async () => {
    const owner = await owned();
    const [admin, other] = [await colleague(desk.world, owner.companyId, "admin"), await colleague(desk.world, owner.companyId, "owner")];
    const viewer = await colleague(desk.world, owner.companyId, "viewer");
    refused(await admin.post("/users", { email: "x@example.test", role: "owner" }), 403, "user.role_too_high");
    refused(await admin.put(`/users/${viewer.personId}`, { role: "owner" }), 403, "user.role_too_high");
    refused(await admin.put(`/users/${admin.personId}`, { role: "owner" }), 403, "user.role_too_high");
    refused(await admin.put(`/users/${other.personId}`, { role: "viewer" }), 403, "user.role_too_high");
    refused(await admin.delete(`/users/${other.personId}`), 403, "user.role_too_high");
    expect((await admin.put(`/users/${viewer.personId}`, { role: "admin" })).status).toBe(200);
    expect((await owner.put(`/users/${viewer.personId}`, { role: "owner" })).status).toBe(200);
  });

  it("reaches a session that is being opened: twelve entries and a change at once leave no old role", async () => {
    const owner = await owned();
    const person = await colleague(desk.world, owner.companyId, "admin");
    const { body } = await person.post("/api/companies", { name: "À soi", slug: `s-${person.personId.slice(-12).toLowerCase()}` });
    const there = CompanyId.parse(body["id"]);
    const open = [];
    for (let at = 0; at < 12; at += 1) open.push(await sessionOf(desk.world, there, person.personId, "owner"));
    const entering = open.map((session) => session.post("/auth/switch", { company_id: owner.companyId, grant: "token" }));
    const [change, ...answers] = await Promise.all([owner.put(`/users/${person.personId}`, { role: "viewer" }), ...entering]);
    expect([change.status, answers.every(({ status }) => status < 500)]).toEqual([200, true]);
    const entered = answers.filter(({ status }) => status === 200);
    expect(entered.length).toBeGreaterThan(0);
    for (const answer of entered)
      refused(await desk.world.request("GET", "/users", { token: String(answer.body["access_token"]) }), 403, "auth.forbidden");
    const now = await sessions(desk.world.table(owner.companyId), owner.companyId).ofPerson(person.personId);
    expect(now.map(({ role }): Role => role).filter((role) => role !== "viewer")).toEqual([]);
  });

  it("reaches a session that opened after the sessions were listed and before the change was written", async () => {
    const owner = await owned();
    const person = await colleague(desk.world, owner.companyId, "admin");
    const store = members(desk.world.table(owner.companyId), owner.companyId);
    const [own, member] = [await store.find(owner.personId), await store.find(person.personId)];
    if (!own || !member) throw new Error("no such member");
    const late: { session: Awaited<ReturnType<typeof sessionOf>> | null } = { session: null };
    const directory = (companyId?: CompanyId): Db => {
      const db = desk.world.table(companyId);
      return {
        ...db,
        async transact(actions, token) {
          late.session ??= await sessionOf(desk.world, owner.companyId, person.personId, "admin");
          return db.transact(actions, token);
        },
      };
    };
    const actor = {
      kind: "person",
      id: own.personId,
      ...own,
      companyId: owner.companyId,
      sessionId: desk.world.newId("session"),
      network: "127.0.0.0/24",
    } as const;
    await changeRole(member, "viewer", { actor, directory, now: desk.world.clock.now, newId: desk.world.newId, requestId: "r" });
    for (const session of [person, late.session]) refused((await session?.get("/users")) ?? never(), 403, "auth.forbidden");
    await expect(sessionOf(desk.world, owner.companyId, person.personId, "admin")).rejects.toThrow("no member in this role");
  });

  it("changed by twenty at once is changed by one; the others are told", async () => {
    const owner = await owned();
    const person = await colleague(desk.world, owner.companyId, "viewer");
    const roles: Role[] = ["admin", "member", "accountant", "employee"];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => owner.put(`/users/${person.personId}`, { role: roles[at % 4] })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status !== 200).every(({ body }) => body["code"] === "conflict.changed_meanwhile")).toBe(true);
    const { version, role } = (await owner.get(`/users/${person.personId}`)).body;
    expect(new Set(done.map(({ body }) => body["version"])).size).toBe(Number(version) - 1);
    const open = await sessions(desk.world.table(owner.companyId), owner.companyId).ofPerson(person.personId);
    expect(open.map((session) => session.role)).toEqual([role]);
  });
});

describe("a member with more sessions than one read of the table tells", () => {
  it("is given another role and removed all the same", async () => {
    const owner = await owned();
    const person = await colleague(desk.world, owner.companyId, "member");
    const opening = { personId: person.personId, companyId: owner.companyId, role: "member" } as const;
    for (let count = 0; count < 104; count += 1) await tokenFor(desk.world, opening);
    expect(await owner.put(`/users/${person.personId}`, { role: "viewer" })).toMatchObject({ status: 200, body: { role: "viewer" } });
    for (let count = 0; count < 104; count += 1) await tokenFor(desk.world, opening);
    expect((await owner.delete(`/users/${person.personId}`)).status).toBe(204);
    expect(await sessions(desk.world.table(owner.companyId), owner.companyId).ofPerson(person.personId)).toEqual([]);
  });
});

describe("a member who goes", () => {
  it("is out at once, in this company alone", async () => {
    const [owner, elsewhere] = [await owned(), await owned()];
    const person = await colleague(desk.world, owner.companyId, "member");
    const { token } = await invites(elsewhere, person.email, "viewer");
    await person.post("/users/invitations/join", { token });
    const there = await sessionOf(desk.world, elsewhere.companyId, person.personId, "viewer");
    expect((await owner.delete(`/users/${person.personId}`)).status).toBe(204);
    refused(await person.get("/api/accounts"), 401, "auth.invalid_token");
    expect((await there.get("/api/accounts")).status).toBe(200);
    refused(await owner.get(`/users/${person.personId}`), 404, "user.not_found");
    refused(await owner.delete(`/users/${person.personId}`), 404, "user.not_found");
    refused(await there.post("/auth/switch", { company_id: owner.companyId }), 404, "company.not_found");
    expect((await people(desk.world.table()).memberships(person.personId)).map(({ companyId }) => companyId)).toEqual([
      elsewhere.companyId,
    ]);
  });

  it("may go by himself, whatever his role", async () => {
    const owner = await owned();
    const viewer = await colleague(desk.world, owner.companyId, "viewer");
    refused(await viewer.delete(`/users/${viewer.personId}`), 403, "auth.forbidden");
    expect((await viewer.delete("/users/me")).status).toBe(204);
    refused(await viewer.get("/auth/me"), 401, "auth.invalid_token");
  });

  it("leaves the company another owner to log in by its name", async () => {
    const owner = await owned();
    const heir = await colleague(desk.world, owner.companyId, "owner");
    expect((await owner.delete("/users/me")).status).toBe(204);
    const { items } = await desk.world.table(owner.companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${owner.companyId}#COMPANY` },
    });
    expect(items).toMatchObject([{ ownerId: heir.personId, version: 2 }]);
    expect(await desk.world.table().get({ Key: { pk: `SYSTEM#SLUG#${items[0]?.["slug"]}`, sk: "SLUG" } })).toMatchObject({
      ownerId: heir.personId,
    });
  });
});

it("removes in one transaction even the one who holds as much as anybody can", async () => {
  const owner = await owned();
  const heavy = await colleague(desk.world, owner.companyId, "owner");
  const table = desk.world.table(owner.companyId);
  for (let at = 0; at < 60; at += 1) await sessionOf(desk.world, owner.companyId, heavy.personId, "owner");
  const createdAt = desk.world.clock.now().toISOString();
  for (let at = 0; at < 50; at += 1) {
    const id = desk.world.newId("apiKey");
    const key = { id, name: "K", scopes: ["books:read"], hash: "h", createdBy: heavy.personId, createdAt, expiresAt: null, version: 1 };
    await table.put({ Item: { pk: `COMPANY#${owner.companyId}#KEYS`, sk: id, ...key, lastUsedAt: null, revokedAt: null } });
  }
  const again = await sessionOf(desk.world, owner.companyId, heavy.personId, "owner");
  for (let at = 0; at < 12; at += 1) await again.post("/users", { email: `heavy${at}@example.test`, role: "viewer" });
  expect((await owner.delete(`/users/${heavy.personId}`)).status).toBe(204);
  const left = (await owner.get("/api/keys?limit=200")).body["data"] as { status: string }[];
  expect([left.length, left.every(({ status }) => status === "revoked")]).toEqual([50, true]);
  expect(await sessions(table, owner.companyId).ofPerson(heavy.personId)).toEqual([]);
});
