import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn } from "#functions/api/auth/login";
import { envelope } from "#runtime/envelope";
import { SECRETS } from "#runtime/secret-shapes";
import { stepOf, totpCode } from "#runtime/totp";
import { personFiles, personKey } from "#store/person-files";
import { emailOf, givePassword, PASSWORD, toolsOf } from "#test/way-in";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;
type Shown = { readonly totpCode?: string; readonly recoveryCode?: string };

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** A person whose second factor is in force: the application's secret and the recovery codes. */
async function enrolled() {
  const mine = await company(world);
  await givePassword(world, mine);
  const started = await mine.post("/auth/totp", { password: PASSWORD });
  expect(started).toMatchObject({ status: 200, body: { otpauth_uri: expect.stringContaining("otpauth://totp/NUMMA:") } });
  const secret = fromBase32(String(started.body["secret"]));
  const code = (drift = 0) => totpCode(secret, stepOf(world.clock.now()) + drift);
  const verified = await mine.post("/auth/totp/verify", { code: code() });
  expect(verified.status).toBe(200);
  const codes = verified.body["recovery_codes"];
  return { mine, email: await emailOf(world, mine), code, recovery: Array.isArray(codes) ? codes.map(String) : [], secret };
}

/** A login whose password is right, without the cost of hashing it. */
const enter = (email: string, shown: Shown = {}, ip = "198.51.100.1") =>
  logIn({ email, password: PASSWORD, grant: "token", ...shown }, { ...toolsOf(world, {}, ip), verify: async () => true }).then(
    ({ status }) => status,
    (error: unknown) => Object(error).code,
  );

describe("a second factor", () => {
  it("is wanted at login once a code proved it, and each code opens once", async () => {
    const { email, code } = await enrolled();
    expect(await enter(email)).toBe("auth.totp_required");
    expect(await enter(email, { totpCode: code() })).toBe("auth.invalid_credentials");
    world.clock.pass(30);
    expect(await enter(email, { totpCode: code() })).toBe(200);
    expect(await enter(email, { totpCode: code() })).toBe("auth.invalid_credentials");
    world.clock.pass(30);
    const answers = await Promise.all(Array.from({ length: 4 }, () => enter(email, { totpCode: code() })));
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
  });

  it("tells over HTTP that it is wanted", async () => {
    const { email } = await enrolled();
    const answer = await world.request("POST", "/auth/login", { body: { email, password: PASSWORD } });
    expect(answer).toMatchObject({ status: 401, cookies: [], body: { code: "auth.totp_required" } });
  });

  it("can be replaced by each of ten recovery codes, once, however it is typed", async () => {
    const { email, recovery } = await enrolled();
    expect(recovery).toHaveLength(10);
    for (const one of recovery) expect(one).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    const [first = "", second = "", third = ""] = recovery;
    expect(await enter(email, { recoveryCode: first })).toBe(200);
    expect(await enter(email, { recoveryCode: first })).toBe("auth.invalid_credentials");
    expect(await enter(email, { recoveryCode: second.toLowerCase().replaceAll("-", " ") })).toBe(200);
    const answers = await Promise.all([1, 2, 3].map(() => enter(email, { recoveryCode: third })));
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
    expect(await enter(email, { recoveryCode: "AAAA-AAAA" })).toBe("auth.invalid_credentials");
  });

  it("is guessed no faster than a password: after five wrong codes the next must wait", async () => {
    const { email, code } = await enrolled();
    world.clock.pass(60);
    for (let guess = 0; guess < 5; guess += 1)
      expect(await enter(email, { totpCode: "000000" })).toBe(code() === "000000" ? 200 : "auth.invalid_credentials");
    expect(await enter(email, { totpCode: code() })).toBe("auth.too_many_attempts");
    world.clock.pass(2);
    expect(await enter(email, { totpCode: code() })).toBe(200);
  });

  it("starts with the password, and not twice; nothing is in force before a code is shown", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    expect(await mine.post("/auth/totp/verify", { code: "123456" })).toMatchObject({
      status: 409,
      body: { code: "auth.totp_not_started" },
    });
    expect(await mine.post("/auth/totp", { password: "pas celui-là" })).toMatchObject({ status: 422 });
    const { body } = await mine.post("/auth/totp", { password: PASSWORD });
    expect(await enter(await emailOf(world, mine))).toBe(200);
    const secret = fromBase32(String(body["secret"]));
    const wrong = totpCode(secret, stepOf(world.clock.now()) + 5);
    expect(await mine.post("/auth/totp/verify", { code: wrong })).toMatchObject({ status: 422, body: { code: "auth.totp_refused" } });
    expect((await mine.post("/auth/totp/verify", { code: totpCode(secret, stepOf(world.clock.now())) })).status).toBe(200);
    expect(await mine.post("/auth/totp", { password: PASSWORD })).toMatchObject({ status: 409, body: { code: "auth.totp_active" } });
    expect(await mine.post("/auth/totp/verify", { code: "123456" })).toMatchObject({ status: 409 });
  });

  it("ends with a code or the password, and its recovery codes with it", async () => {
    const { mine, email, code, recovery } = await enrolled();
    const end = (body: object) => mine.as("DELETE", "/auth/totp", { body });
    world.clock.pass(30);
    expect((await end({ code: "000000" })).status).toBe(code() === "000000" ? 204 : 422);
    expect((await end({ password: "pas celui-là" })).status).toBe(422);
    expect((await end({ code: code() })).status).toBe(204);
    expect(await end({ password: PASSWORD })).toMatchObject({ status: 409, body: { code: "auth.totp_not_active" } });
    expect(await enter(email)).toBe(200);
    expect((await personFiles(world.table()).get(mine.personId))?.recoveryHashes.size).toBe(0);
    expect(recovery).toHaveLength(10);
  });
});

it("keeps the secret sealed for its person, the recovery codes as hashes, and seals anew when keys rotate", async () => {
  const { mine, email, code, recovery, secret } = await enrolled();
  const text = JSON.stringify(await world.engine.exec("Scan", { TableName: "numma" }));
  for (const one of [...recovery, ...recovery.map((shown) => shown.replaceAll("-", "")), secret.toString("base64url")])
    expect(text.includes(one)).toBe(false);
  const other: Mine = await company(world);
  const sealed = (await personFiles(world.table()).get(mine.personId))?.totpSealed ?? "";
  const keys = SECRETS.envelope.parse(JSON.parse(world.secret("envelope")));
  const sealing = envelope(keys, () => new Uint8Array(12));
  expect(() => sealing.open(sealed, { tenant: other.personId, item: "PERSON", purpose: "totp-secret" })).toThrow("cannot be opened");
  const rotated = { keys: [{ id: "next", key: Buffer.alloc(32, 7).toString("base64url") }, ...keys.keys] };
  world.clock.pass(30);
  const tools = { ...toolsOf(world), envelopeSecrets: async () => rotated, verify: async () => true };
  expect((await logIn({ email, password: PASSWORD, totpCode: code() }, tools)).status).toBe(200);
  expect((await personFiles(world.table()).get(mine.personId))?.totpSealed).toMatch(/^v1\.next\./);
  expect((await world.table().get({ Key: personKey(other.personId) }))?.["totpSealed"]).toBeUndefined();
});
