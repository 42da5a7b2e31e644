import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn } from "#functions/api/auth/login";
import { emailHash } from "#runtime/passwords";
import { personFiles } from "#store/person-files";
import { sha256 } from "#store/sha256";
import { deliver } from "#test/faults/switchable";
import { mailsTo, workMails } from "#test/mails";
import { emailOf, givePassword, PASSWORD, refresh, tokensOf, toolsOf } from "#test/way-in";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const NEW = "trois petits chats gris dorment";
const alive = async (token: string) => (await world.request("GET", "/auth/me", { token })).status === 200;
const change = (token: string, body: object) => world.request("POST", "/auth/password", { token, body: { grant: "token", ...body } });
const reset = (token: string, password = NEW) => world.request("POST", "/auth/password/reset", { body: { token, password } });
type Mine = Awaited<ReturnType<typeof company>>;

/** Asks for a mail the way the API does, works the queue, and gives what lies in the outbox for that address. */
async function mailTo(address: string): Promise<string[]> {
  await workMails(world);
  const before = world.outbox.list().length;
  expect((await world.request("POST", "/auth/password/forgot", { body: { email: address } })).status).toBe(202);
  await workMails(world);
  const mails = world.outbox.list();
  return mails.slice(0, mails.length - before).map(({ text }) => /[0-9A-Z]{26}\.[\w-]{43}/.exec(text)?.[0] ?? "");
}

describe("a new password", () => {
  it("ends every other session of the person, in all companies, and goes on here under a new token", async () => {
    const [mine, theirs] = [await company(world), await company(world, "Autre")];
    await givePassword(world, mine);
    const here = await tokensOf(world, mine);
    const elsewhere = await tokensOf(world, mine);
    const abroad = await tokenFor(world, { personId: mine.personId, companyId: theirs.id, role: "viewer" });
    const answer = await change(here.accessToken, { current_password: PASSWORD, new_password: NEW });
    expect(answer).toMatchObject({ status: 200, body: { person: { id: mine.personId }, token_type: "Bearer" } });
    for (const token of [here.accessToken, elsewhere.accessToken, abroad, mine.token]) expect(await alive(token)).toBe(false);
    expect((await refresh(world, elsewhere.refreshToken)).status).toBe(401);
    expect(await alive(String(answer.body["access_token"]))).toBe(true);
    expect(await alive(theirs.token)).toBe(true);
    expect((await refresh(world, answer.body["refresh_token"])).status).toBe(200);
    const email = await emailOf(world, mine);
    await expect(logIn({ email, password: PASSWORD }, toolsOf(world))).rejects.toMatchObject({ code: "auth.invalid_credentials" });
    expect((await logIn({ email, password: NEW }, toolsOf(world))).status).toBe(200);
    await workMails(world);
    expect(world.outbox.list()[0]).toMatchObject({ to: [email], subject: "Votre mot de passe a été modifié" });
  });

  it("is refused for a wrong present one, or when it is weak, and changes nothing", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const wrong = await change(mine.token, { current_password: "autre chose encore", new_password: NEW });
    expect(wrong).toMatchObject({ status: 422, body: { code: "auth.wrong_password", errors: [{ pointer: "/current_password" }] } });
    const weak = await change(mine.token, { current_password: PASSWORD, new_password: "Camille2026" });
    expect(weak).toMatchObject({ status: 422, body: { code: "auth.weak_password", errors: [{ pointer: "/new_password" }] } });
    expect(await alive(mine.token)).toBe(true);
  });

  it("is set once for an Idempotency-Key, whose answer is kept nowhere since it holds tokens", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const headers = { "idempotency-key": "change-1" };
    const body = { current_password: PASSWORD, new_password: NEW, grant: "token" };
    const answer = await mine.as("POST", "/auth/password", { body, headers });
    expect(answer.status).toBe(200);
    expect(await alive(mine.token)).toBe(false);
    const token = String(answer.body["access_token"]);
    const again = await world.request("POST", "/auth/password", { token, body, headers });
    expect(again).toMatchObject({ status: 409, body: { code: "idempotency.answer_not_kept" } });
    expect(await alive(token)).toBe(true);
  });

  it("lets no session through that a login with the old one opens at the same moment", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const email = await emailOf(world, mine);
    const verify = async () => true;
    const logins = Array.from({ length: 12 }, () =>
      logIn({ email, password: PASSWORD, grant: "token" }, { ...toolsOf(world), verify }).catch(() => null),
    );
    const [answer, ...replies] = await Promise.all([change(mine.token, { current_password: PASSWORD, new_password: NEW }), ...logins]);
    const tokens = replies.flatMap((reply) => (reply?.body && "json" in reply.body ? [Object(reply.body.json).accessToken] : []));
    if (answer.status === 200) for (const token of tokens) expect(await alive(token)).toBe(false);
    else expect(answer).toMatchObject({ status: 409, body: { code: "conflict.changed_meanwhile" } });
    const file = await personFiles(world.table()).get(mine.personId);
    expect(file?.sessions.length).toBe(answer.status === 200 ? 1 : 1 + tokens.length);
  });

  it("hashes again, at the next login, what was hashed at a lower cost", async () => {
    const mine = await company(world);
    const { argon2id } = await import("hash-wasm");
    const cheap = {
      memorySize: 64,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
      salt: "sixteen bytes it",
      outputType: "encoded",
    } as const;
    const passwordHash = await argon2id({ password: PASSWORD, ...cheap });
    const at = { pk: `SYSTEM#PERSON#${mine.personId}`, sk: "PERSON" };
    const set = { UpdateExpression: "SET passwordHash = :hash", ExpressionAttributeValues: { ":hash": passwordHash } };
    await world.table().update({ Key: at, ...set });
    const email = await emailOf(world, mine);
    expect((await logIn({ email, password: PASSWORD }, toolsOf(world))).status).toBe(200);
    const file = await personFiles(world.table()).get(mine.personId);
    expect(file?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await logIn({ email, password: PASSWORD }, toolsOf(world))).status).toBe(200);
  });
});

describe("the notice of a change", () => {
  it("leaves once for a message that comes again, and says in French what to do", async () => {
    const mine = await company(world);
    const email = await emailOf(world, mine);
    const at = world.clock.now().toISOString();
    for (const purpose of ["password_changed", "totp_enabled", "totp_disabled"]) {
      const message = { purpose, mailId: world.newId("mail"), personId: mine.personId, at };
      for (let time = 0; time < 3; time += 1) await deliver(world, "mail/send", message);
    }
    expect(
      mailsTo(world, email)
        .map(({ subject }) => subject)
        .reverse(),
    ).toEqual(["Votre mot de passe a été modifié", "La double authentification est activée", "La double authentification est désactivée"]);
    for (const { text } of mailsTo(world, email)) expect(text).toContain("Si vous n'êtes pas à l'origine de ce changement");
  });
});

describe("a forgotten password", () => {
  const session = async (): Promise<{ mine: Mine; email: string }> => {
    const mine = await company(world);
    return { mine, email: await emailOf(world, mine) };
  };

  it("is set anew with the token of the mail, once, and every session ends", async () => {
    const { mine, email } = await session();
    const known = await tokensOf(world, mine, { remember: true });
    const [token = ""] = await mailTo(email.toUpperCase());
    expect(world.outbox.list()[0]).toMatchObject({ to: [email], subject: "Choisir un nouveau mot de passe" });
    expect(await reset(token)).toMatchObject({ status: 204, text: "" });
    expect(await alive(mine.token)).toBe(false);
    expect(await alive(known.accessToken)).toBe(false);
    const file = await personFiles(world.table()).get(mine.personId);
    expect(file).toMatchObject({ sessions: [], devices: [], reset: null });
    expect((await logIn({ email, password: NEW }, toolsOf(world))).status).toBe(200);
    expect(await reset(token)).toMatchObject({ status: 401, body: { code: "auth.reset_refused" } });
  });

  it("answers an address nobody has alike, and mails nothing", async () => {
    const { email } = await session();
    await workMails(world);
    const ask = (address: string): Promise<Answer> => world.request("POST", "/auth/password/forgot", { body: { email: address } });
    const [one, other] = [await ask(email), await ask("personne@example.test")];
    const shape = ({ status, headers, text }: Answer) => ({
      status,
      text,
      headers: { ...headers, "x-request-id": "", "ratelimit-remaining": "" },
    });
    expect(shape(one)).toEqual(shape(other));
    const before = world.outbox.list().length;
    const messages = await workMails(world);
    expect(messages).toHaveLength(2);
    expect(JSON.stringify(messages)).not.toContain("@");
    expect(world.outbox.list().length).toBe(before + 1);
  });

  it("has one live token a person: the latest", async () => {
    const { email } = await session();
    const [first = ""] = await mailTo(email);
    const [second = ""] = await mailTo(email);
    expect((await reset(first)).status).toBe(401);
    expect((await reset(second)).status).toBe(204);
  });

  it("has a token of half an hour, kept as a hash, that a weak password does not use up", async () => {
    const { mine, email } = await session();
    const [token = ""] = await mailTo(email);
    const items = JSON.stringify(await world.engine.exec("Scan", { TableName: "numma" }));
    expect(items.includes(token.split(".")[1] ?? "none")).toBe(false);
    expect(await reset(token, "motdepasse1")).toMatchObject({ status: 422, body: { code: "auth.weak_password" } });
    world.clock.pass(30 * 60);
    expect((await reset(token)).status).toBe(401);
    world.clock.pass(-30 * 60);
    const [, secret = ""] = token.split(".");
    const other = await company(world);
    expect((await reset(`${other.personId.slice(4)}.${secret}`)).status).toBe(401);
    expect((await reset(`${mine.personId.slice(4)}.${"A".repeat(43)}`)).status).toBe(401);
    expect((await reset(token)).status).toBe(204);
  });

  it("sends a person their mail although strangers elsewhere used up their own, twelve an hour in all; the last token stays good", async () => {
    const { email } = await session();
    const asked = async (network: string) => {
      const before = mailsTo(world, email).length;
      const facts = { purpose: "password_reset", mailId: world.newId("mail"), emailHash: emailHash(email), networkHash: sha256(network) };
      await deliver(world, "mail/send", { ...facts, requestedAt: world.clock.now().toISOString() });
      return mailsTo(world, email).length - before;
    };
    const counts = [];
    for (let time = 0; time < 5; time += 1) counts.push(await asked("stranger"));
    counts.push(await asked("own"));
    expect(counts).toEqual([1, 1, 1, 0, 0, 1]);
    for (let network = 0; network < 10; network += 1) await asked(`other ${network}`);
    expect(mailsTo(world, email)).toHaveLength(12);
    for (const network of ["stranger", "yet another"]) expect(await asked(network)).toBe(0);
    const token = /[0-9A-Z]{26}\.[\w-]{43}/.exec(mailsTo(world, email)[0]?.text ?? "")?.[0] ?? "";
    expect((await reset(token)).status).toBe(204);
  });

  it("sends three mails an hour to an address from one network, and one for a message that comes twice", async () => {
    const { email } = await session();
    const counts: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) counts.push((await mailTo(email)).length);
    expect(counts).toEqual([1, 1, 1, 0, 0]);
    const again = await session();
    const message = { purpose: "password_reset", mailId: world.newId("mail"), emailHash: emailHash(again.email) };
    const before = world.outbox.list().length;
    for (let time = 0; time < 3; time += 1) await deliver(world, "mail/send", { ...message, requestedAt: world.clock.now().toISOString() });
    expect(world.outbox.list().length).toBe(before + 1);
    const late = { ...message, mailId: world.newId("mail"), requestedAt: new Date(world.clock.now().getTime() - 1_800_000).toISOString() };
    await deliver(world, "mail/send", late);
    expect(world.outbox.list().length).toBe(before + 1);
  });
});

it("compares a password exactly: no case folded, no space cut, no letter normalised", async () => {
  const mine = await company(world);
  const email = await emailOf(world, mine);
  await givePassword(world, mine, " Éléphant à pois ");
  const enters = (password: string) =>
    logIn({ email, password }, toolsOf(world, {}, "192.0.2.77")).then(
      () => true,
      () => false,
    );
  expect(await enters("éléphant à pois")).toBe(false);
  expect(await enters(" Éléphant à pois ".normalize("NFD"))).toBe(false);
  expect(await enters(" Éléphant à pois ")).toBe(true);
});
