import { unzipSync } from "fflate";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { instantOf } from "#domain/dates";
import type { PersonId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { emailHash } from "#runtime/passwords";
import { doneAction, keyOf } from "#store/idempotency";
import { invitationAction, mailTokenActions, newInvitation } from "#store/invitations";
import { PARTITIONS } from "#store/partitions";
import { joiningActions, newPersonActions } from "#store/people";
import { forgettingActions, personTraces } from "#store/person-traces";
import { sha256 } from "#store/sha256";
import { codeIn, mailsTo } from "#test/mails";
import { colleague, sessionOf } from "#test/people";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { placesOf, wholeTable } from "#test/traces";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterEach(() => expect(world.errors).toEqual([]));
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;
const JSON_NOW = { headers: { accept: "application/json", prefer: "wait=20" } };

/** A person beside the owner, found by what they are called. */
async function joined(mine: Mine, name: string, role: Role = "viewer"): Promise<{ personId: PersonId; email: string }> {
  const personId = world.newId("person");
  const email = `${name.toLowerCase()}@canary.example`;
  const at = world.clock.now().toISOString();
  const person = { personId, email, name: `Prénom ${name}`, passwordHash: `hash-of-${name}` };
  await world.table(mine.id).transact(newPersonActions({ ...person, emailHash: emailHash(email), companyId: mine.id, createdAt: at }));
  await setRole(mine, personId, role);
  return { personId, email };
}

const setRole = (mine: Mine, personId: PersonId, role: Role) =>
  world.table(mine.id).update({
    Key: { pk: `COMPANY#${mine.id}#MEMBERS`, sk: personId },
    UpdateExpression: "SET #role = :role",
    ExpressionAttributeNames: { "#role": "role" },
    ExpressionAttributeValues: { ":role": role },
  });

async function archiveOf(mine: Mine): Promise<Record<string, string>> {
  const { body, status } = await mine.as("GET", "/api/privacy/export", JSON_NOW);
  expect([status, body["status"]]).toEqual([200, "done"]);
  const bytes = new Uint8Array(await (await fetch(String(body["url"]))).arrayBuffer());
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, Buffer.from(part).toString("utf8")]));
}

const Item = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });

describe("the export of a company's data", () => {
  it("holds every item of the company and nothing of another, explained in French, without a secret", async () => {
    const [mine, theirs] = [await company(world, "Société canari"), await company(world, "Société voisine")];
    const { ordinal } = await openAccount(mine);
    await seedRows(
      world,
      mine.id,
      Array.from({ length: 30 }, (_, index) => bankRow({ index, ordinal })),
    );
    await mine.as("POST", "/api/ledger/validate", { body: { through: "2025-06-30" }, headers: { prefer: "wait=20" } });
    await openAccount(theirs, "Compte du voisin");
    const { body: made } = await mine.as("GET", "/api/exports/categories/csv", JSON_NOW);
    const { body: share } = await mine.post(`/api/exports/${made["id"]}/share`, {});
    await joined(mine, "Canari");
    await world.idle();
    const files = await archiveOf(mine);
    const lines = Object.entries(files).flatMap(([path, text]) => (path.endsWith(".jsonl") ? text.trim().split("\n").filter(Boolean) : []));
    const held = new Set(lines.map((line) => JSON.parse(line)).map(({ partition, key }) => `${partition} ${key}`));
    const own = (await wholeTable(world)).map((item) => Item.parse(item)).filter(({ pk }) => pk.S.startsWith(`COMPANY#${mine.id}#`));
    const missing = own.map(({ pk, sk }) => `${pk.S.split("#").slice(2).join("#")} ${sk.S}`).filter((place) => !held.has(place));
    // The bucket of tokens says nothing of anybody; the rest is what the export itself writes while it reads: its job, its request.
    expect(missing.filter((place) => !/^(AUDIT|OUTBOX|JOBS|PRIVACY|RATE) /.test(place))).toEqual([]);
    expect(missing.length).toBeLessThan(8);
    expect(own.length).toBeGreaterThan(60);
    const all = Object.values(files).join("\n");
    expect(all).toContain("canari@canary.example");
    const hash = (await wholeTable(world)).map((item) => JSON.stringify(item)).filter((text) => text.includes("tokenHash"));
    expect(hash.length).toBeGreaterThan(0);
    for (const secret of [
      "hash-of-Canari",
      "passwordHash",
      "tokenHash",
      String(share["token"]),
      "Société voisine",
      "Compte du voisin",
      theirs.id,
    ])
      expect(all.includes(secret), secret).toBe(false);
    expect(files["LISEZMOI.txt"]).toContain("Société : Société canari (SIREN 123456782)");
    expect(files["donnees/ecritures.jsonl"]).toContain('"accountLabel":');
    for (const { file } of PARTITIONS.filter((one) => one.file !== null)) expect(files["LISEZMOI.txt"]).toContain(`donnees/${file}.jsonl`);
    expect(files["csv/operations.csv"]?.split("\r\n")).toHaveLength(32);
    expect(files["csv/ecritures.csv"]?.split("\r\n").length).toBeGreaterThan(30);
    const manifest: Record<string, number> = JSON.parse(files["manifeste.json"] ?? "{}");
    expect(manifest["donnees/personnes.jsonl"]).toBe(2);
    expect(Object.values(manifest).reduce((sum, count) => sum + count, 0)).toBe(lines.length);
  });

  it("is one job however many ask at once, answers for an hour, and by a redirect unless JSON is preferred", async () => {
    const mine = await company(world);
    const answers = await Promise.all([1, 2, 3].map(() => mine.as("GET", "/api/privacy/export", JSON_NOW)));
    const [first] = answers;
    expect(new Set(answers.map(({ body }) => body["job_id"])).size).toBe(1);
    const redirect = await mine.get("/api/privacy/export");
    expect([redirect.status, new URL(redirect.headers["location"] ?? "").searchParams.get("X-Amz-Expires")]).toEqual([303, "900"]);
    world.clock.pass(3_601);
    const later = await mine.as("GET", "/api/privacy/export", JSON_NOW);
    expect(later.body["job_id"]).not.toBe(first?.body["job_id"]);
  });

  it("says 202 and where to ask again while it is made", async () => {
    const idle = await testWorld({ withoutWorkers: true });
    const mine = await company(idle);
    const answer = await mine.get("/api/privacy/export");
    expect(answer).toMatchObject({ status: 202, headers: { location: "/api/privacy/export" }, body: { status: "queued", url: null } });
    expect((await mine.get("/api/privacy/export")).body["job_id"]).toBe(answer.body["job_id"]);
    await idle.end();
  });

  it("is for those who may decide over people's data", async () => {
    const mine = await company(world);
    for (const role of ["viewer", "accountant", "employee"] as const) {
      const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role });
      expect((await world.request("GET", "/api/privacy/export", { token })).status, role).toBe(403);
      expect((await world.request("DELETE", `/api/privacy/people/${mine.personId}`, { token })).status, role).toBe(403);
    }
  });
});

describe("the erasure of a person", () => {
  const erase = (mine: Mine, personId: PersonId, token?: string) =>
    mine.as("DELETE", `/api/privacy/people/${personId}`, token === undefined ? {} : { token });

  it("leaves no trace of name and e-mail in table, bucket, queues and log; the id stays in the audit trail", async () => {
    const mine = await company(world);
    const { personId, email } = await joined(mine, "Zorglub", "admin");
    const token = await tokenFor(world, { personId, companyId: mine.id, role: "admin" });
    await openAccount(mine);
    await world.request("GET", "/auth/me", { token });
    await world.request("POST", "/api/accounts", { token, body: { name: "Compte", bank_name: "B", account_type: "checking" } });
    await archiveOf(mine);
    await world.idle();
    expect((await placesOf(world, "Zorglub")).length).toBeGreaterThan(1);
    const { status, body } = await erase(mine, personId);
    expect([status, body["person_id"]]).toEqual([200, personId]);
    expect((body["erased"] as { what: string; count: number }[]).map(({ what, count }) => `${what} ${count}`)).toEqual([
      ...["membership 1", "keys 0", "sessions 1", "invitations 0", "archives 1", "account 1"],
    ]);
    const kept = body["kept"] as { what: string; reason: string; until: string }[];
    expect(kept.map(({ what }) => what)).toEqual(["audit_trail", "books", "bank_rows", "erasure_record", "backups"]);
    expect(kept[0]).toMatchObject({ reason: expect.stringContaining("L123-22"), until: "2036-12-31" });
    await world.idle();
    for (const canary of ["Zorglub", email, emailHash(email)]) expect(await placesOf(world, canary), canary).toEqual([]);
    expect((await world.request("GET", "/auth/me", { token })).status).toBe(401);
    const trail = (await mine.get(`/api/audit?actor=${personId}`)).body["data"] as Record<string, unknown>[];
    expect(trail).toMatchObject([{ type: "account.created", actor: { id: personId, name: null } }]);
    expect((await mine.get(`/api/audit?object=${personId}`)).body["data"]).toMatchObject([{ type: "person.erased" }]);
    expect((await mine.get("/api/audit/verify")).body["ok"]).toBe(true);
  });

  it("answers the same when asked again", async () => {
    const mine = await company(world);
    const { personId } = await joined(mine, "Deuxfois");
    const first = await erase(mine, personId);
    world.clock.pass(60);
    expect((await erase(mine, personId)).body).toEqual(first.body);
  });

  it("keeps the account of somebody who belongs to another company, and says why", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const { personId, email } = await joined(mine, "Partagée");
    await world.table(theirs.id).put({
      Item: { pk: `SYSTEM#PERSON#${personId}`, sk: `MEMBER#${theirs.id}`, personId, companyId: theirs.id, role: "viewer" },
    });
    const elsewhere = await tokenFor(world, { personId, companyId: theirs.id, role: "viewer" });
    const { body } = await erase(mine, personId);
    expect((body["erased"] as { what: string }[]).map(({ what }) => what)).toEqual([
      "membership",
      "keys",
      "sessions",
      "invitations",
      "archives",
    ]);
    expect((body["kept"] as object[])[0]).toMatchObject({ what: "account", until: null });
    expect((await placesOf(world, email)).length).toBe(1);
    expect((await world.request("GET", "/auth/me", { token: elsewhere })).status).toBe(200);
  });

  it("takes back the invitations that name the person's e-mail", async () => {
    const mine = await company(world);
    const { personId, email } = await joined(mine, "Invitée");
    const facts = { id: world.newId("invitation"), email, emailHash: emailHash(email), role: "viewer", invitedBy: mine.personId } as const;
    const mailId = world.newId("mail");
    const invitation = newInvitation({ ...facts, mailId, createdAt: instantOf(world.clock.now()) });
    await world.table(mine.id).transact([invitationAction(mine.id, invitation)]);
    await world.table(mine.id).transact(mailTokenActions(mine.id, invitation, mailId, "m"));
    const hash = sha256("m");
    expect((await placesOf(world, hash)).length).toBeGreaterThan(0);
    const { body } = await erase(mine, personId);
    expect(body["erased"]).toContainEqual(expect.objectContaining({ what: "invitations", count: 1 }));
    expect(await placesOf(world, email)).toEqual([]);
    expect(await placesOf(world, hash)).toEqual([]);
  });

  it("does all that a removal does: keys the person made are revoked, invitations they sent end, sessions end", async () => {
    const mine = await company(world);
    const admin = await colleague(world, mine.id, "admin");
    const { body: made } = await admin.post("/api/keys", { name: "K", scopes: ["books:read"] });
    const { body: invited } = await admin.post("/users", { email: "quelquun@example.test", role: "viewer" });
    await world.idle();
    const token = codeIn(mailsTo(world, "quelquun@example.test")[0]?.text);
    expect(token).not.toBe("");
    const { body: others } = await mine.as("POST", "/api/keys", { body: { name: "Autre", scopes: ["books:read"] } });
    const { body } = await erase(mine, admin.personId);
    const counts = (body["erased"] as { what: string; count: number }[]).map(({ what, count }) => `${what} ${count}`);
    expect(counts.slice(0, 4)).toEqual(["membership 1", "keys 1", "sessions 1", "invitations 1"]);
    const ask = async (token: string) => (await world.request("GET", "/api/ledger/years", { token })).status;
    expect([await ask(String(made["key"])), await ask(admin.token), await ask(String(others["key"]))]).toEqual([401, 401, 200]);
    const late = { token, name: "N", password: "un mot de passe assez long" };
    expect((await world.request("POST", "/users/invitations/accept", { body: late })).body["code"]).toBe("invitation.not_found");
    await world.idle();
    const trail = (await mine.get(`/api/audit?object=${admin.personId}`)).body["data"] as { objects: { id: string }[] }[];
    expect(trail[0]?.objects.map(({ id }) => id)).toEqual([admin.personId, made["id"], invited["id"]]);
  });

  it("still erases somebody who was removed before, and then answers the same", async () => {
    const mine = await company(world);
    const former = await colleague(world, mine.id, "admin");
    await archiveOf(mine);
    expect((await mine.as("DELETE", `/users/${former.personId}`)).status).toBe(204);
    expect((await placesOf(world, former.email)).length).toBeGreaterThan(0);
    const { status, body } = await erase(mine, former.personId);
    expect([status, (body["erased"] as { what: string; count: number }[]).map(({ what, count }) => `${what} ${count}`)]).toEqual([
      200,
      ["sessions 0", "invitations 0", "archives 1", "account 1"],
    ]);
    for (const canary of [former.email, emailHash(former.email)]) expect(await placesOf(world, canary), canary).toEqual([]);
    expect((await erase(mine, former.personId)).body).toEqual(body);
  });

  it("leaves the account of a former member who is of another company, and nothing of that company changes", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const former = await colleague(world, mine.id, "viewer");
    const joinedAt = world.clock.now().toISOString();
    await world.table(theirs.id).transact(joiningActions({ personId: former.personId, companyId: theirs.id, role: "owner", joinedAt }));
    const there = await sessionOf(world, theirs.id, former.personId, "owner");
    await mine.as("DELETE", `/users/${former.personId}`);
    const { body } = await erase(mine, former.personId);
    expect((body["erased"] as { what: string }[]).map(({ what }) => what)).toEqual(["sessions", "invitations", "archives"]);
    expect((await there.get("/auth/me")).status).toBe(200);
    expect(await erase(mine, theirs.personId)).toMatchObject({ status: 404, body: { code: "user.not_found" } });
  });

  it("forgets no account of somebody who joins another company meanwhile: asked again, it is kept", async () => {
    const mine = await company(world);
    const member = await colleague(world, mine.id, "admin");
    const { status } = await member.post("/api/companies", { name: "À côté", closes_on: "12-31" });
    const { joins } = await personTraces(world.table(mine.id), mine.id, member.personId).underPerson();
    expect([status, joins]).toEqual([201, 1]);
    const stale = forgettingActions(member.personId, emailHash(member.email), joins - 1);
    expect(await world.table(mine.id).transact(stale)).toEqual({ done: false, failed: [0] });
    const { body } = await erase(mine, member.personId);
    expect((body["kept"] as object[])[0]).toMatchObject({ what: "account" });
    expect((await placesOf(world, member.email)).length).toBe(1);
  });

  it("erases anew whoever came back after an erasure that left the account", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const back = await colleague(world, mine.id, "viewer");
    const joining = { personId: back.personId, role: "viewer", joinedAt: world.clock.now().toISOString() } as const;
    await world.table(theirs.id).transact(joiningActions({ ...joining, companyId: theirs.id }));
    await erase(mine, back.personId);
    await world.table(mine.id).transact(joiningActions({ ...joining, companyId: mine.id }));
    const again = await sessionOf(world, mine.id, back.personId, "viewer");
    world.clock.pass(60);
    expect((await erase(mine, back.personId)).body["erased_at"]).toBe(instantOf(world.clock.now()));
    expect((await again.get("/auth/me")).status).toBe(401);
  });

  it("forgets the answers kept for repeated requests that name the person, and no other", async () => {
    const mine = await company(world);
    const { personId, email } = await joined(mine, "Répétée");
    const at = world.clock.now().toISOString();
    const keep = async (text: string, body: string) => {
      const answer = { status: 201, headers: {}, body: Buffer.from(body) };
      const key = keyOf(mine.id, mine.personId, text);
      await world.table(mine.id).transact([doneAction(key, { requestHash: "r", answer, messages: [] }, at, null)]);
      return key;
    };
    const naming = [await keep("short", `{"email":"${email}"}`), await keep("long", `{"email":"${email}","x":"${"y".repeat(5_000)}"}`)];
    const other = await keep("other", '{"email":"somebody@else.example"}');
    await erase(mine, personId);
    for (const key of naming) expect(await world.table(mine.id).get({ Key: { ...key } })).toBeUndefined();
    expect(await world.table(mine.id).get({ Key: { ...other } })).toBeDefined();
  });

  it("refuses the last owner, an owner when no owner asks, and whoever is no member", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    expect(await erase(mine, mine.personId)).toMatchObject({ status: 409, body: { code: "user.last_owner" } });
    const { personId: admin } = await joined(mine, "Admin", "admin");
    const token = await tokenFor(world, { personId: admin, companyId: mine.id, role: "admin" });
    expect(await erase(mine, mine.personId, token)).toMatchObject({ status: 403, body: { code: "user.role_too_high" } });
    expect(await erase(mine, theirs.personId)).toMatchObject({ status: 404, body: { code: "user.not_found" } });
    expect(await erase(mine, world.newId("person"))).toMatchObject({ status: 404, body: { code: "user.not_found" } });
    expect((await theirs.get("/auth/me")).status).toBe(200);
  });

  it("hands the company's own login to another owner when the designated one leaves", async () => {
    const mine = await company(world);
    const { personId: other } = await joined(mine, "Autre", "owner");
    expect((await erase(mine, mine.personId)).status).toBe(200);
    const item = await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#COMPANY`, sk: "COMPANY" } });
    expect(item).toMatchObject({ ownerId: other, version: 2 });
    const slug = await world.table().get({ Key: { pk: `SYSTEM#SLUG#${item?.["slug"]}`, sk: "SLUG" } });
    expect(slug).toMatchObject({ ownerId: other });
  });

  it("of two owners who erase each other at once leaves one", async () => {
    const mine = await company(world);
    const { personId: other } = await joined(mine, "Rival", "owner");
    const token = await tokenFor(world, { personId: other, companyId: mine.id, role: "owner" });
    await Promise.all([erase(mine, other), erase(mine, mine.personId, token)]);
    const { items } = await world.table(mine.id).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#MEMBERS` },
    });
    expect(items.filter(({ role }) => role === "owner").length).toBe(1);
  });
});
