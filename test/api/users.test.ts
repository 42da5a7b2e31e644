import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { accept } from "#functions/api/users/accept";
import { changeRole, removeMember } from "#functions/api/users/membership";
import { hashPassword } from "#runtime/passwords";
import type { Db } from "#store/db";
import { members } from "#store/members";
import { people } from "#store/people";
import { sessions } from "#store/sessions";
import { mailedToken } from "#test/mails";
import { type Colleague, colleague, sessionOf, someone } from "#test/people";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });
const PASSWORD = "un mot de passe assez long";
const accepting = (token: unknown, more: object = {}) =>
  world.request("POST", "/users/invitations/accept", { body: { token, password: PASSWORD, ...more } });

/** Invites somebody, and reads their mail. */
async function invites(who: Pick<Colleague, "post">, email: string, role: Role): Promise<{ id: string; token: string; answer: Answer }> {
  const answer = await who.post("/users", { email, role });
  return { id: String(answer.body["id"]), token: await mailedToken(world, email.toLowerCase()), answer };
}

/** A company with its owner in a session of their own. */
async function owned() {
  const mine = await company(world);
  return sessionOf(world, mine.id, mine.personId, "owner");
}
const usersOf = async (who: { get: (path: string) => Promise<Answer> }) =>
  (await who.get("/users?limit=200")).body["data"] as Record<string, unknown>[];

function never(): never {
  throw new Error("no session was opened");
}

describe("an invitation", () => {
  it("makes somebody new a member once they say yes, who then logs in", async () => {
    const owner = await owned();
    const invited = await owner.post("/users", { email: "Lea@Example.TEST", role: "accountant" });
    expect(invited).toMatchObject({ status: 201, body: { status: "invited", email: "lea@example.test", role: "accountant", version: 1 } });
    const token = await mailedToken(world, "lea@example.test");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    for (const told of [invited, await owner.get(`/users/${invited.body["id"]}`), await owner.get("/users")])
      expect([Object.keys(told.body).includes("token"), told.text.includes(token)]).toEqual([false, false]);
    expect(await usersOf(owner)).toMatchObject([
      { id: invited.body["id"], status: "invited" },
      { id: owner.personId, status: "active" },
    ]);
    const joined = await accepting(token, { name: "Léa Petit" });
    expect(joined).toMatchObject({ status: 201, body: { role: "accountant", person: { name: "Léa Petit", email: "lea@example.test" } } });
    const login = await world.request("POST", "/auth/login", { body: { email: "lea@example.test", password: PASSWORD, grant: "token" } });
    expect(login).toMatchObject({ status: 200, body: { role: "accountant" } });
    expect(await usersOf(owner)).toMatchObject([
      { id: owner.personId, role: "owner" },
      { status: "active", name: "Léa Petit", role: "accountant", invited_at: null },
    ]);
    refused(await accepting(token, { name: "Léa Petit" }), 404, "invitation.not_found");
  });

  it("of somebody who has an account is no way to try its password: right or wrong, however often, they are told to log in", async () => {
    const owner = await owned();
    const personId = await someone(world, "known@example.test", await hashPassword(PASSWORD));
    const answers: Answer[] = [];
    for (let again = 0; again < 2; again += 1) {
      const { token } = await invites(owner, "known@example.test", "member");
      for (const password of ["un tout autre mot", PASSWORD, "motdepasse1", "encore un autre mot", "et un dernier mot", "un mot de trop"])
        answers.push(await accepting(token, { password, name: "Usurpateur" }));
    }
    for (const answer of answers) refused(answer, 409, "invitation.login_required");
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, request_id: "" }))).size).toBe(1);
    expect(await people(world.table()).memberships(personId)).toEqual([]);
    expect(await people(world.table()).byId(personId)).toMatchObject({ name: "Prénom known@example.test" });
  });

  it("is taken up without a password by whoever is logged in with that address, and by nobody else", async () => {
    const [owner, elsewhere] = [await owned(), await owned()];
    const person = await colleague(world, elsewhere.companyId, "viewer");
    const { token } = await invites(owner, person.email, "admin");
    refused(await elsewhere.post("/users/invitations/join", { token }), 404, "invitation.not_found");
    const joined = await person.post("/users/invitations/join", { token });
    expect(joined).toMatchObject({ status: 201, body: { role: "admin", company: { id: owner.companyId } } });
    refused(await owner.post("/users", { email: person.email, role: "viewer" }), 409, "user.already_member");
    expect(await people(world.table()).memberships(person.personId)).toHaveLength(2);
  });

  it("tells whoever invites nothing about whether the address has an account", async () => {
    const owner = await owned();
    await someone(world, "taken@example.test");
    const [known, unknown] = [
      await owner.post("/users", { email: "taken@example.test", role: "viewer" }),
      await owner.post("/users", { email: "free@example.test", role: "viewer" }),
    ];
    expect([Object.keys(known.body), known.status]).toEqual([Object.keys(unknown.body), unknown.status]);
  });

  it("lets five passwords be hashed, thirty at once or one after the other", async () => {
    const owner = await owned();
    const { token } = await invites(owner, "guessed@example.test", "viewer");
    const compared = { count: 0 };
    const hash = async () => {
      compared.count += 1;
      throw new Error("stop here");
    };
    const tools = {
      directory: world.table,
      now: world.clock.now,
      newId: world.newId,
      request: { requestId: "r", sourceIp: "127.0.0.1" },
      hash,
    };
    const tries = Array.from({ length: 30 }, () =>
      accept({ token, password: PASSWORD, name: "Essai" }, tools).catch((error) => error.code),
    );
    expect((await Promise.all(tries)).filter((code) => code === "invitation.not_found")).toHaveLength(25);
    expect(compared.count).toBe(5);
    refused(await accepting(token, { name: "Essai" }), 404, "invitation.not_found");
    expect((await usersOf(owner)).some(({ email }) => email === "guessed@example.test")).toBe(true);
  });

  it("is replaced by the next one to the same address, taken back by DELETE, and over after seven days: all answered alike", async () => {
    const owner = await owned();
    const invite = (email: string) => invites(owner, email, "viewer");
    const [replaced, back, late] = [await invite("a@example.test"), await invite("b@example.test"), await invite("c@example.test")];
    await invite("A@example.test");
    expect((await owner.delete(`/users/${back.id}`)).status).toBe(204);
    refused(await owner.get(`/users/${back.id}`), 404, "user.not_found");
    world.clock.pass(7 * 86_400);
    const tokens = [replaced.token, back.token, late.token, "A".repeat(43), "x", "é".repeat(80)];
    for (const token of tokens) refused(await accepting(token, { name: "N" }), 404, "invitation.not_found");
    world.clock.pass(-7 * 86_400);
    expect((await usersOf(owner)).map(({ email }) => email)).toContain("c@example.test");
  });

  it("is worth no more than its inviter's role today", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const [gone, kept] = [
      await colleague(world, owner.companyId, "admin"),
      await owner.post("/users", { email: "k@example.test", role: "viewer" }),
    ];
    const byAdmin = await invites(admin, "d@example.test", "admin");
    const byGone = await invites(gone, "e@example.test", "viewer");
    expect((await owner.put(`/users/${admin.personId}`, { role: "member" })).status).toBe(200);
    expect((await owner.delete(`/users/${gone.personId}`)).status).toBe(204);
    for (const { token } of [byAdmin, byGone]) refused(await accepting(token, { name: "N" }), 404, "invitation.not_found");
    expect(await usersOf(owner)).toEqual(expect.arrayContaining([expect.objectContaining({ id: kept.body["id"] })]));
    expect((await usersOf(owner)).map(({ email }) => email)).not.toContain("d@example.test");
  });

  it("keeps no token: neither in the table, nor in a log, nor in a list", async () => {
    const owner = await owned();
    const { id, token } = await invites(owner, "secret@example.test", "viewer");
    const { items } = await world.table(owner.companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${owner.companyId}#MEMBERS` },
    });
    const told = JSON.stringify([items, world.events, await usersOf(owner), (await owner.get(`/users/${id}`)).body]);
    expect([token.length, told.includes(id)]).toEqual([43, true]);
    expect(told).not.toContain(token);
    expect((await usersOf(owner)).some((user) => "token_hash" in user || "email_hash" in user)).toBe(false);
  });

  it("changes its role before it is taken up, within what one may give", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const { id, token } = await invites(owner, "f@example.test", "viewer");
    refused(await admin.put(`/users/${id}`, { role: "owner" }), 403, "user.role_too_high");
    expect(await admin.put(`/users/${id}`, { role: "member" })).toMatchObject({
      status: 200,
      body: { role: "member", version: 2 },
    });
    expect(await accepting(token, { name: "Farid" })).toMatchObject({ status: 201, body: { role: "member" } });
  });

  it("is taken up once when it is taken up twenty times at once", async () => {
    const owner = await owned();
    const person = await colleague(world, (await owned()).companyId, "viewer");
    const { token } = await invites(owner, person.email, "member");
    const answers = await Promise.all(Array.from({ length: 20 }, () => person.post("/users/invitations/join", { token })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 404 || status === 409)).toBe(true);
    expect((await usersOf(owner)).filter(({ id }) => id === person.personId)).toHaveLength(1);
  });

  it("refuses what is no invitation", async () => {
    const owner = await owned();
    for (const body of [
      {},
      { email: "no", role: "viewer" },
      { email: "a@b.test", role: "god" },
      { email: "a@b.test", role: "viewer", company_id: "cmp_X" },
      { email: `${"x".repeat(250)}@b.test`, role: "viewer" },
    ])
      expect((await owner.post("/users", body)).status).toBe(400);
    for (const body of [
      { token: "x", password: PASSWORD },
      { token: { $ne: 1 }, name: "N", password: "p" },
      { token: "x", name: "N", password: PASSWORD, role: "owner" },
    ])
      expect((await world.request("POST", "/users/invitations/accept", { body })).status).toBe(400);
    const { token } = await invites(owner, "weak@example.test", "viewer");
    for (let count = 0; count < 7; count += 1)
      refused(await accepting(token, { name: "W", password: "motdepasse1" }), 422, "auth.weak_password");
    expect((await accepting(token, { name: "W" })).status).toBe(201);
  });
});

describe("a role", () => {
  it("changes on the very next request of every live session, by one read", async () => {
    const owner = await owned();
    const person = await colleague(world, owner.companyId, "viewer");
    const second = await sessionOf(world, owner.companyId, person.personId, "viewer");
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
    expect(await people(world.table()).memberships(person.personId)).toMatchObject([{ role: "employee" }]);
  });

  it("is never above one's own: an admin neither makes an owner nor touches one", async () => {
    const owner = await owned();
    const [admin, other] = [await colleague(world, owner.companyId, "admin"), await colleague(world, owner.companyId, "owner")];
    const viewer = await colleague(world, owner.companyId, "viewer");
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
    const person = await colleague(world, owner.companyId, "admin");
    const { body } = await person.post("/api/companies", { name: "À soi", slug: `s-${person.personId.slice(-12).toLowerCase()}` });
    const there = CompanyId.parse(body["id"]);
    const open = [];
    for (let at = 0; at < 12; at += 1) open.push(await sessionOf(world, there, person.personId, "owner"));
    const entering = open.map((session) => session.post("/auth/switch", { company_id: owner.companyId, grant: "token" }));
    const [change, ...answers] = await Promise.all([owner.put(`/users/${person.personId}`, { role: "viewer" }), ...entering]);
    expect([change.status, answers.every(({ status }) => status < 500)]).toEqual([200, true]);
    const entered = answers.filter(({ status }) => status === 200);
    expect(entered.length).toBeGreaterThan(0);
    for (const answer of entered)
      refused(await world.request("GET", "/users", { token: String(answer.body["access_token"]) }), 403, "auth.forbidden");
    const now = await sessions(world.table(owner.companyId), owner.companyId).ofPerson(person.personId);
    expect(now.map(({ role }): Role => role).filter((role) => role !== "viewer")).toEqual([]);
  });

  it("reaches a session that opened after the sessions were listed and before the change was written", async () => {
    const owner = await owned();
    const person = await colleague(world, owner.companyId, "admin");
    const store = members(world.table(owner.companyId), owner.companyId);
    const [own, member] = [await store.find(owner.personId), await store.find(person.personId)];
    if (!own || !member) throw new Error("no such member");
    const late: { session: Awaited<ReturnType<typeof sessionOf>> | null } = { session: null };
    const directory = (companyId?: CompanyId): Db => {
      const db = world.table(companyId);
      return {
        ...db,
        async transact(actions, token) {
          late.session ??= await sessionOf(world, owner.companyId, person.personId, "admin");
          return db.transact(actions, token);
        },
      };
    };
    const actor = {
      kind: "person",
      id: own.personId,
      ...own,
      companyId: owner.companyId,
      sessionId: world.newId("session"),
      network: "127.0.0.0/24",
    } as const;
    await changeRole(member, "viewer", { actor, directory, now: world.clock.now, newId: world.newId, requestId: "r" });
    for (const session of [person, late.session]) refused((await session?.get("/users")) ?? never(), 403, "auth.forbidden");
    await expect(sessionOf(world, owner.companyId, person.personId, "admin")).rejects.toThrow("no member in this role");
  });

  it("changed by twenty at once is changed by one; the others are told", async () => {
    const owner = await owned();
    const person = await colleague(world, owner.companyId, "viewer");
    const roles: Role[] = ["admin", "member", "accountant", "employee"];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => owner.put(`/users/${person.personId}`, { role: roles[at % 4] })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status !== 200).every(({ body }) => body["code"] === "conflict.changed_meanwhile")).toBe(true);
    const { version, role } = (await owner.get(`/users/${person.personId}`)).body;
    expect(new Set(done.map(({ body }) => body["version"])).size).toBe(Number(version) - 1);
    const open = await sessions(world.table(owner.companyId), owner.companyId).ofPerson(person.personId);
    expect(open.map((session) => session.role)).toEqual([role]);
  });
});

describe("a member with more sessions than one read of the table tells", () => {
  it("is given another role and removed all the same", async () => {
    const owner = await owned();
    const person = await colleague(world, owner.companyId, "member");
    const opening = { personId: person.personId, companyId: owner.companyId, role: "member" } as const;
    for (let count = 0; count < 104; count += 1) await tokenFor(world, opening);
    expect(await owner.put(`/users/${person.personId}`, { role: "viewer" })).toMatchObject({ status: 200, body: { role: "viewer" } });
    for (let count = 0; count < 104; count += 1) await tokenFor(world, opening);
    expect((await owner.delete(`/users/${person.personId}`)).status).toBe(204);
    expect(await sessions(world.table(owner.companyId), owner.companyId).ofPerson(person.personId)).toEqual([]);
  });
});

describe("a member who goes", () => {
  it("is out at once, in this company alone", async () => {
    const [owner, elsewhere] = [await owned(), await owned()];
    const person = await colleague(world, owner.companyId, "member");
    const { token } = await invites(elsewhere, person.email, "viewer");
    await person.post("/users/invitations/join", { token });
    const there = await sessionOf(world, elsewhere.companyId, person.personId, "viewer");
    expect((await owner.delete(`/users/${person.personId}`)).status).toBe(204);
    refused(await person.get("/api/accounts"), 401, "auth.invalid_token");
    expect((await there.get("/api/accounts")).status).toBe(200);
    refused(await owner.get(`/users/${person.personId}`), 404, "user.not_found");
    refused(await owner.delete(`/users/${person.personId}`), 404, "user.not_found");
    refused(await there.post("/auth/switch", { company_id: owner.companyId }), 404, "company.not_found");
    expect((await people(world.table()).memberships(person.personId)).map(({ companyId }) => companyId)).toEqual([elsewhere.companyId]);
  });

  it("may go by himself, whatever his role", async () => {
    const owner = await owned();
    const viewer = await colleague(world, owner.companyId, "viewer");
    refused(await viewer.delete(`/users/${viewer.personId}`), 403, "auth.forbidden");
    expect((await viewer.delete("/users/me")).status).toBe(204);
    refused(await viewer.get("/auth/me"), 401, "auth.invalid_token");
  });

  it("leaves the company another owner to log in by its name", async () => {
    const owner = await owned();
    const heir = await colleague(world, owner.companyId, "owner");
    expect((await owner.delete("/users/me")).status).toBe(204);
    const { items } = await world.table(owner.companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${owner.companyId}#COMPANY` },
    });
    expect(items).toMatchObject([{ ownerId: heir.personId, version: 2 }]);
    expect(await world.table().get({ Key: { pk: `SYSTEM#SLUG#${items[0]?.["slug"]}`, sk: "SLUG" } })).toMatchObject({
      ownerId: heir.personId,
    });
  });
});

it("removes in one transaction even the one who holds as much as anybody can", async () => {
  const owner = await owned();
  const heavy = await colleague(world, owner.companyId, "owner");
  const table = world.table(owner.companyId);
  for (let at = 0; at < 60; at += 1) await sessionOf(world, owner.companyId, heavy.personId, "owner");
  const createdAt = world.clock.now().toISOString();
  for (let at = 0; at < 50; at += 1) {
    const id = world.newId("apiKey");
    const key = { id, name: "K", scopes: ["books:read"], hash: "h", createdBy: heavy.personId, createdAt, expiresAt: null, version: 1 };
    await table.put({ Item: { pk: `COMPANY#${owner.companyId}#KEYS`, sk: id, ...key, lastUsedAt: null, revokedAt: null } });
  }
  const again = await sessionOf(world, owner.companyId, heavy.personId, "owner");
  for (let at = 0; at < 12; at += 1) await again.post("/users", { email: `heavy${at}@example.test`, role: "viewer" });
  expect((await owner.delete(`/users/${heavy.personId}`)).status).toBe(204);
  const left = (await owner.get("/api/keys?limit=200")).body["data"] as { status: string }[];
  expect([left.length, left.every(({ status }) => status === "revoked")]).toEqual([50, true]);
  expect(await sessions(table, owner.companyId).ofPerson(heavy.personId)).toEqual([]);
});

describe("the last owner", () => {
  it("can neither leave, nor be removed, nor step down", async () => {
    const owner = await owned();
    await colleague(world, owner.companyId, "admin");
    refused(await owner.delete("/users/me"), 409, "user.last_owner");
    refused(await owner.delete(`/users/${owner.personId}`), 409, "user.last_owner");
    refused(await owner.put(`/users/${owner.personId}`, { role: "admin" }), 409, "user.last_owner");
    const second = await colleague(world, owner.companyId, "owner");
    expect((await owner.put(`/users/${owner.personId}`, { role: "admin" })).status).toBe(200);
    refused(await second.delete("/users/me"), 409, "user.last_owner");
  });

  it("stays when both owners leave at once, or both step down, having read the same roster", async () => {
    for (const next of [null, "viewer"] as const) {
      const owner = await owned();
      await colleague(world, owner.companyId, "owner");
      const { members: both } = await members(world.table(owner.companyId), owner.companyId).roster();
      const going = both.map((member) => {
        const actor = {
          kind: "person",
          id: member.personId,
          ...member,
          companyId: owner.companyId,
          ...{ sessionId: world.newId("session"), network: "127.0.0.0/24" },
        } as const;
        const doing = { actor, directory: world.table, now: world.clock.now, newId: world.newId, requestId: "r" };
        return next ? changeRole(member, next, doing) : removeMember(member, doing);
      });
      const ends = await Promise.allSettled(going);
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "user.last_owner" } });
      const { members: left } = await members(world.table(owner.companyId), owner.companyId).roster();
      expect(left.filter(({ role }) => role === "owner").length).toBe(1);
    }
  });

  it("stays when two owners remove and demote each other, and themselves, twenty times at once", async () => {
    const owner = await owned();
    const other = await colleague(world, owner.companyId, "owner");
    const acts = Array.from({ length: 20 }, (_, at) => {
      const [doer, target] = at % 2 === 0 ? [owner, other] : [other, owner];
      if (at % 5 === 0) return doer.delete("/users/me");
      return at % 3 === 0 ? doer.put(`/users/${target.personId}`, { role: "viewer" }) : doer.delete(`/users/${target.personId}`);
    });
    const answers = await Promise.all(acts);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const { members: left } = await members(world.table(owner.companyId), owner.companyId).roster();
    expect(left.filter(({ role }) => role === "owner")).toHaveLength(1);
  });
});

describe("the list of users", () => {
  it("pages over invitations and members without losing or repeating one", async () => {
    const owner = await owned();
    for (let at = 0; at < 5; at += 1) await owner.post("/users", { email: `p${at}@example.test`, role: "viewer" });
    for (let at = 0; at < 4; at += 1) await colleague(world, owner.companyId, "viewer");
    const ids: unknown[] = [];
    let path = "/users?limit=3";
    for (let page = 0; page < 10; page += 1) {
      const { body } = await owner.get(path);
      ids.push(...(body["data"] as { id: string }[]).map(({ id }) => id));
      if (body["next_cursor"] === null) break;
      path = `/users?limit=3&cursor=${encodeURIComponent(String(body["next_cursor"]))}`;
    }
    expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
  });

  it("is the company's own affair", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const { body } = await theirs.post("/users", { email: "g@example.test", role: "viewer" });
    for (const id of [theirs.personId, body["id"]]) {
      refused(await mine.get(`/users/${id}`), 404, "user.not_found");
      refused(await mine.put(`/users/${id}`, { role: "viewer" }), 404, "user.not_found");
      refused(await mine.delete(`/users/${id}`), 404, "user.not_found");
    }
    for (const id of ["HEAD", "per_x", "per_00000000000000000000000000%00", "../me", "ivt_'--"])
      expect([400, 404]).toContain((await mine.get(`/users/${encodeURIComponent(id)}`)).status);
    expect((await usersOf(theirs)).length).toBe(2);
  });

  it("has an end: members and live invitations are limited", async () => {
    const owner = await owned();
    const many = Array.from({ length: 499 }, () => world.newId("person"));
    const joinedAt = world.clock.now().toISOString();
    for (const personId of many)
      await world.table(owner.companyId).put({
        Item: { pk: `COMPANY#${owner.companyId}#MEMBERS`, sk: personId, personId, role: "viewer", joinedAt },
      });
    refused(await owner.post("/users", { email: "h@example.test", role: "viewer" }), 409, "user.limit_reached");
  });
});
