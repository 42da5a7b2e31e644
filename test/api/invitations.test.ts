import { describe, expect, it } from "vitest";
import { accept } from "#functions/api/users/accept";
import { hashPassword } from "#runtime/passwords";
import { people } from "#store/people";
import { mailedToken } from "#test/mails";
import { colleague, someone } from "#test/people";
import type { Answer } from "#test/world";
import { PASSWORD, refused, usersDesk } from "./users-desk.ts";

const desk = usersDesk();
const { accepting, invites, owned, usersOf } = desk;

describe("an invitation", () => {
  it("makes somebody new a member once they say yes, who then logs in", async () => {
    const owner = await owned();
    const invited = await owner.post("/users", { email: "Lea@Example.TEST", role: "accountant" });
    expect(invited).toMatchObject({ status: 201, body: { status: "invited", email: "lea@example.test", role: "accountant", version: 1 } });
    const token = await mailedToken(desk.world, "lea@example.test");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    for (const told of [invited, await owner.get(`/users/${invited.body["id"]}`), await owner.get("/users")])
      expect([Object.keys(told.body).includes("token"), told.text.includes(token)]).toEqual([false, false]);
    expect(await usersOf(owner)).toMatchObject([
      { id: invited.body["id"], status: "invited" },
      { id: owner.personId, status: "active" },
    ]);
    const joined = await accepting(token, { name: "Léa Petit" });
    expect(joined).toMatchObject({ status: 201, body: { role: "accountant", person: { name: "Léa Petit", email: "lea@example.test" } } });
    const login = await desk.world.request("POST", "/auth/login", {
      body: { email: "lea@example.test", password: PASSWORD, grant: "token" },
    });
    expect(login).toMatchObject({ status: 200, body: { role: "accountant" } });
    expect(await usersOf(owner)).toMatchObject([
      { id: owner.personId, role: "owner" },
      { status: "active", name: "Léa Petit", role: "accountant", invited_at: null },
    ]);
    refused(await accepting(token, { name: "Léa Petit" }), 404, "invitation.not_found");
  });

  it("of somebody who has an account is no way to try its password: right or wrong, however often, they are told to log in", async () => {
    const owner = await owned();
    const personId = await someone(desk.world, "known@example.test", await hashPassword(PASSWORD));
    const answers: Answer[] = [];
    for (let again = 0; again < 2; again += 1) {
      const { token } = await invites(owner, "known@example.test", "member");
      for (const password of ["un tout autre mot", PASSWORD, "motdepasse1", "encore un autre mot", "et un dernier mot", "un mot de trop"])
        answers.push(await accepting(token, { password, name: "Usurpateur" }));
    }
    for (const answer of answers) refused(answer, 409, "invitation.login_required");
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, request_id: "" }))).size).toBe(1);
    expect(await people(desk.world.table()).memberships(personId)).toEqual([]);
    expect(await people(desk.world.table()).byId(personId)).toMatchObject({ name: "Prénom known@example.test" });
  });

  it("is taken up without a password by whoever is logged in with that address, and by nobody else", async () => {
    const [owner, elsewhere] = [await owned(), await owned()];
    const person = await colleague(desk.world, elsewhere.companyId, "viewer");
    const { token } = await invites(owner, person.email, "admin");
    refused(await elsewhere.post("/users/invitations/join", { token }), 404, "invitation.not_found");
    const joined = await person.post("/users/invitations/join", { token });
    expect(joined).toMatchObject({ status: 201, body: { role: "admin", company: { id: owner.companyId } } });
    refused(await owner.post("/users", { email: person.email, role: "viewer" }), 409, "user.already_member");
    expect(await people(desk.world.table()).memberships(person.personId)).toHaveLength(2);
  });

  it("tells whoever invites nothing about whether the address has an account", async () => {
    const owner = await owned();
    await someone(desk.world, "taken@example.test");
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
      directory: desk.world.table,
      now: desk.world.clock.now,
      newId: desk.world.newId,
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
    desk.world.clock.pass(7 * 86_400);
    const tokens = [replaced.token, back.token, late.token, "A".repeat(43), "x", "é".repeat(80)];
    for (const token of tokens) refused(await accepting(token, { name: "N" }), 404, "invitation.not_found");
    desk.world.clock.pass(-7 * 86_400);
    expect((await usersOf(owner)).map(({ email }) => email)).toContain("c@example.test");
  });

  it("is worth no more than its inviter's role today", async () => {
    const owner = await owned();
    const admin = await colleague(desk.world, owner.companyId, "admin");
    const [gone, kept] = [
      await colleague(desk.world, owner.companyId, "admin"),
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
    const { items } = await desk.world.table(owner.companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${owner.companyId}#MEMBERS` },
    });
    const told = JSON.stringify([items, desk.world.events, await usersOf(owner), (await owner.get(`/users/${id}`)).body]);
    expect([token.length, told.includes(id)]).toEqual([43, true]);
    expect(told).not.toContain(token);
    expect((await usersOf(owner)).some((user) => "token_hash" in user || "email_hash" in user)).toBe(false);
  });

  it("changes its role before it is taken up, within what one may give", async () => {
    const owner = await owned();
    const admin = await colleague(desk.world, owner.companyId, "admin");
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
    const person = await colleague(desk.world, (await owned()).companyId, "viewer");
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
      expect((await desk.world.request("POST", "/users/invitations/accept", { body })).status).toBe(400);
    const { token } = await invites(owner, "weak@example.test", "viewer");
    for (let count = 0; count < 7; count += 1)
      refused(await accepting(token, { name: "W", password: "motdepasse1" }), 422, "auth.weak_password");
    expect((await accepting(token, { name: "W" })).status).toBe(201);
  });
});
