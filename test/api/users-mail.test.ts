import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsError } from "#infra/local/aws/aws-error";
import { sha256 } from "#store/sha256";
import { deliver } from "#test/faults/switchable";
import { codeIn, mailsTo, workMails } from "#test/mails";
import { type Colleague, colleague, sessionOf } from "#test/people";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
const queue = { isDown: false };
beforeAll(async () => {
  world = await testWorld({
    withoutWorkers: true,
    aroundQueues: (sqs) => ({
      ...sqs,
      queue(name) {
        if (queue.isDown) throw new AwsError(400, "AccessDenied", "no queue answers");
        return sqs.queue(name);
      },
    }),
  });
});
afterAll(() => world.end());

const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });
const accepting = (token: unknown) =>
  world.request("POST", "/users/invitations/accept", { body: { token, name: "Léa", password: "un mot de passe assez long" } });
const everything = async () => JSON.stringify(await world.engine.exec("Scan", { TableName: "numma" }));

async function owned() {
  const mine = await company(world);
  return sessionOf(world, mine.id, mine.personId, "owner");
}
type Who = Pick<Colleague, "post" | "get">;

const address = () => `${world.newId("event").toLowerCase()}@example.test`;
/** Invites somebody new, and works the queue. */
async function invited(who: Who, role = "viewer") {
  const email = address();
  const { body } = await who.post("/users", { email, role });
  await workMails(world);
  return { email, id: String(body["id"]), code: codeIn(mailsTo(world, email)[0]?.text) };
}
const resend = (who: Who, id: string) => who.post(`/users/${id}/resend`);
const mailedAt = async (who: Who, id: string) => (await who.get(`/users/${id}`)).body["mailed_at"];

describe("the mail of an invitation", () => {
  it("holds the token, and nothing else does: no answer to the inviter, no queue and no item; once taken up it opens nothing", async () => {
    const owner = await owned();
    const email = address();
    const { body } = await owner.post("/users", { email, role: "accountant" });
    expect(body).toMatchObject({ status: "invited", mailed_at: null });
    expect(["token", "accept_url", "mail"].some((name) => name in body)).toBe(false);
    const messages = await workMails(world);
    expect(Object.keys(Object(messages[0])).sort()).toEqual(["companyId", "invitationId", "mailId", "purpose"]);
    const [mail, ...others] = mailsTo(world, email);
    expect([mail?.subject, others]).toEqual(["Invitation à rejoindre Atelier Horizon sur NUMMA", []]);
    expect(await mailedAt(owner, String(body["id"]))).toBe(world.clock.now().toISOString());
    const code = codeIn(mail?.text);
    const kept = await everything();
    expect([code.length, kept.includes(code)]).toEqual([43, false]);
    expect(JSON.stringify(world.events)).not.toContain(code);
    expect(await accepting(code)).toMatchObject({ status: 201, body: { role: "accountant", person: { email } } });
    refused(await accepting(code), 404, "invitation.not_found");
    const left = await everything();
    expect([kept.includes(`SYSTEM#INVITE#${sha256(code)}`), left.includes(sha256(code))]).toEqual([true, false]);
  });

  it("leaves once: not for a message that comes again, nor for one an invitation does not ask for any more", async () => {
    const owner = await owned();
    const email = address();
    const { body } = await owner.post("/users", { email, role: "viewer" });
    const [first] = await workMails(world);
    expect((await resend(owner, String(body["id"]))).status).toBe(202);
    const [second] = await workMails(world);
    for (const message of [first, second, first, second]) await deliver(world, "mail/send", message);
    expect(mailsTo(world, email)).toHaveLength(2);
  });

  it("is sent once for a request that comes again under its Idempotency-Key", async () => {
    const mine = await company(world);
    const body = { email: address(), role: "viewer" };
    const send = () => mine.post("/users", body, { "idempotency-key": "invite-1" });
    const [first, second] = [await send(), await send()];
    expect(first.status).toBe(201);
    expect([second.status, second.body, second.headers["idempotent-replayed"]]).toEqual([201, first.body, "true"]);
    await workMails(world);
    expect(mailsTo(world, body.email)).toHaveLength(1);
  });

  it("is not sent, and opens nothing, once the invitation was taken back, replaced, over, or its inviter may not invite any more", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const [back, replaced, demoted] = [await invited(owner), await invited(owner), await invited(admin)];
    const late = { email: address() };
    const { body: latecomer } = await owner.post("/users", { ...late, role: "viewer" });
    const unsent = { email: address() };
    await admin.post("/users", { ...unsent, role: "viewer" });
    expect((await owner.delete(`/users/${back.id}`)).status).toBe(204);
    await owner.post("/users", { email: replaced.email, role: "viewer" });
    expect((await owner.put(`/users/${admin.personId}`, { role: "viewer" })).status).toBe(200);
    for (const { code } of [back, replaced, demoted]) refused(await accepting(code), 404, "invitation.not_found");
    world.clock.pass(7 * 86_400);
    await workMails(world);
    world.clock.pass(-7 * 86_400);
    expect([...mailsTo(world, late.email), ...mailsTo(world, unsent.email)]).toEqual([]);
    expect(await mailedAt(owner, String(latecomer["id"]))).toBeNull();
  });

  it("is not sent for an inviter whose role fell by more invitations than one change ends", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const emails = Array.from({ length: 11 }, address);
    for (const email of emails) await admin.post("/users", { email, role: "viewer" });
    expect((await owner.delete(`/users/${admin.personId}`)).status).toBe(204);
    await workMails(world);
    expect(emails.flatMap((email) => mailsTo(world, email))).toEqual([]);
  });

  it("keeps to one line of subject whatever a company is called", async () => {
    const owner = await owned();
    const name = "Horizon\r\nBcc: tiers@example.test\u2028X";
    await world.table(owner.companyId).update({
      Key: { pk: `COMPANY#${owner.companyId}#COMPANY`, sk: "COMPANY" },
      UpdateExpression: "SET #name = :name",
      ExpressionAttributeNames: { "#name": "name" },
      ExpressionAttributeValues: { ":name": name },
    });
    const { email } = await invited(owner);
    const [mail] = mailsTo(world, email);
    expect(mail?.subject).toBe("Invitation à rejoindre Horizon Bcc: tiers@example.test X sur NUMMA");
    expect(mail).toMatchObject({ to: [email], headers: { "X-Numma-Letter": expect.stringMatching(/^mal_\w{26}$/) } });
  });

  it("costs no answer when no queue takes it: the mail can be asked for again", async () => {
    const owner = await owned();
    queue.isDown = true;
    const email = address();
    const made = await owner.post("/users", { email, role: "viewer" });
    const again = await resend(owner, String(made.body["id"]));
    queue.isDown = false;
    expect([made.status, await mailedAt(owner, String(made.body["id"]))]).toEqual([201, null]);
    refused(again, 503, "queue.unavailable");
    expect((await resend(owner, String(made.body["id"]))).status).toBe(202);
    await workMails(world);
    expect(mailsTo(world, email)).toHaveLength(1);
    expect((await accepting(codeIn(mailsTo(world, email)[0]?.text))).status).toBe(201);
  });
});

describe("an invitation mailed again", () => {
  it("has the last mail's token, and no mail's before", async () => {
    const owner = await owned();
    const { email, id, code } = await invited(owner);
    expect(await resend(owner, id)).toMatchObject({ status: 202, body: { id, status: "invited", mailed_at: null, version: 2 } });
    await workMails(world);
    const last = codeIn(mailsTo(world, email)[0]?.text);
    expect(new Set([code, last]).size).toBe(2);
    refused(await accepting(code), 404, "invitation.not_found");
    expect((await accepting(last)).status).toBe(201);
  });

  it("is mailed three times an hour to an address, invited again or not; the fourth is refused until the hour is over", async () => {
    const owner = await owned();
    const { email, id } = await invited(owner);
    expect((await resend(owner, id)).status).toBe(202);
    await workMails(world);
    const { body } = await owner.post("/users", { email, role: "viewer" });
    await workMails(world);
    const more = String((await owner.post("/users", { email, role: "member" })).body["id"]);
    await workMails(world);
    expect([mailsTo(world, email).length, await mailedAt(owner, more)]).toEqual([3, null]);
    const limited = await resend(owner, more);
    refused(limited, 429, "auth.too_many_attempts");
    world.clock.pass(Number(limited.headers["retry-after"]));
    expect([(await resend(owner, more)).status, (await resend(owner, String(body["id"]))).status]).toEqual([202, 404]);
    await workMails(world);
    expect(mailsTo(world, email)).toHaveLength(4);
  });

  it("buries nobody: ten mails a day to an address, from all companies together", async () => {
    const email = address();
    for (let count = 0; count < 12; count += 1) await (await owned()).post("/users", { email, role: "viewer" });
    await workMails(world);
    expect(mailsTo(world, email)).toHaveLength(10);
  });

  it("is there to be: no member, nothing taken back, no invitation above one's own role, none of another company", async () => {
    const owner = await owned();
    const admin = await colleague(world, owner.companyId, "admin");
    const [open, back] = [await invited(owner, "owner"), await invited(owner)];
    expect((await owner.delete(`/users/${back.id}`)).status).toBe(204);
    for (const id of [admin.personId, back.id]) refused(await resend(owner, id), 404, "user.not_found");
    refused(await resend(await owned(), open.id), 404, "user.not_found");
    refused(await resend(admin, open.id), 403, "user.role_too_high");
  });
});
