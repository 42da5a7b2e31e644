import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { compactVerify, exportJWK, importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SessionId } from "#domain/ids";
import { machineKeys } from "#infra/local/keys";
import { SECRETS } from "#runtime/secret-shapes";
import { signToken } from "#runtime/tokens";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const base64url = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const signing = () => SECRETS.signing.parse(JSON.parse(world.secret("signing")));
const verify = () => SECRETS.verify.parse(JSON.parse(world.secret("verify")));
const now = () => Math.floor(world.clock.now().getTime() / 1_000);

type Mine = Awaited<ReturnType<typeof company>>;
const sessionOf = (mine: Mine): string => JSON.parse(Buffer.from(mine.token.split(".")[1] ?? "", "base64url").toString()).sid;

/** Our own key signs whatever header and claims a test wants: only what is said is wrong, never the signature. */
async function signed(mine: Mine, claims: object, header: object = {}, without: readonly string[] = []): Promise<string> {
  const { kid, privateJwk } = signing();
  const key = createPrivateKey({ key: { ...privateJwk }, format: "jwk" });
  const all = {
    ...{ iss: "numma", aud: "numma-api", sub: mine.personId, cid: mine.id, sid: sessionOf(mine), jti: "j" },
    ...{ iat: now(), nbf: now(), exp: now() + 900, ...claims },
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  const input = `${base64url({ alg: "EdDSA", typ: "at+jwt", kid, ...header })}.${base64url(kept)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString("base64url")}`;
}

/** Every forgery is answered the same, so that nobody learns which part was wrong. */
async function expectRefused(tokens: Readonly<Record<string, string>>): Promise<void> {
  const answers = [];
  for (const [name, token] of Object.entries(tokens)) {
    const { status, body, headers } = await world.request("GET", "/auth/me", { token });
    expect({ name, status, challenge: headers["www-authenticate"] }).toEqual({ name, status: 401, challenge: "Bearer" });
    answers.push(JSON.stringify({ ...body, request_id: "" }));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain("auth.invalid_token");
}

describe("an access token", () => {
  it("is taken when our key signed exactly what it must say", async () => {
    const mine = await company(world);
    expect((await world.request("GET", "/auth/me", { token: await signed(mine, {}) })).status).toBe(200);
  });

  it("is refused under every other algorithm, by whatever key", async () => {
    const mine = await company(world);
    const [, payload = "", signature = ""] = mine.token.split(".");
    const { kid } = signing();
    const [publicKey] = verify().keys;
    const hmac = (secret: string | Buffer, alg = "HS256") => {
      const input = `${base64url({ alg, typ: "at+jwt", kid })}.${payload}`;
      return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
    };
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const other = generateKeyPairSync("ed25519");
    const by = (alg: string, key: Parameters<SignJWT["sign"]>[0]) =>
      new SignJWT(claims).setProtectedHeader({ alg, typ: "at+jwt", kid }).sign(key);
    await expectRefused({
      none: `${base64url({ alg: "none", typ: "at+jwt", kid })}.${payload}.`,
      None: `${base64url({ alg: "None", typ: "at+jwt", kid })}.${payload}.${signature}`,
      "HS256 with the public key's bytes": hmac(Buffer.from(String(publicKey?.["x"]), "base64url")),
      "HS256 with the public key's text": hmac(JSON.stringify(publicKey)),
      "HS256 with nothing": hmac(""),
      "EdDSA said, HMAC done": hmac(Buffer.from(String(publicKey?.["x"]), "base64url"), "EdDSA"),
      RS256: await by("RS256", rsa.privateKey),
      ES256: await by("ES256", ec.privateKey),
      "EdDSA of a stranger": await by("EdDSA", other.privateKey),
    });
  });

  it("is refused when its header wants to choose the key", async () => {
    const mine = await company(world);
    const stranger = generateKeyPairSync("ed25519");
    const jwk = await exportJWK(stranger.publicKey);
    const header = { alg: "EdDSA", typ: "at+jwt" };
    const claims = JSON.parse(Buffer.from(mine.token.split(".")[1] ?? "", "base64url").toString());
    const byStranger = (more: object) => {
      const input = `${base64url({ ...header, ...more })}.${base64url(claims)}`;
      return `${input}.${sign(null, Buffer.from(input), stranger.privateKey).toString("base64url")}`;
    };
    const { kid } = signing();
    await expectRefused({
      "embedded jwk": byStranger({ jwk }),
      "embedded jwk under our kid": byStranger({ kid, jwk }),
      "our key, a jwk beside": await signed(mine, {}, { jwk }),
      "our key, a jku beside": await signed(mine, {}, { jku: "https://evil.test/jwks.json" }),
      "our key, an x5u beside": await signed(mine, {}, { x5u: "https://evil.test/cert.pem" }),
      "our key, an x5c beside": await signed(mine, {}, { x5c: ["MIIB"] }),
      "our key, crit": await signed(mine, {}, { crit: ["exp"] }),
      "our key, b64 false": await signed(mine, {}, { b64: false, crit: ["b64"] }),
      "kid a path": await signed(mine, {}, { kid: "../../etc/passwd" }),
      "kid a device": await signed(mine, {}, { kid: "/dev/null" }),
      "kid a query": await signed(mine, {}, { kid: "' OR 1=1 --" }),
      "kid an array": await signed(mine, {}, { kid: [kid] }),
      "kid an object": await signed(mine, {}, { kid: { toString: kid } }),
      "kid null": await signed(mine, {}, { kid: null }),
      "kid of the prototype": await signed(mine, {}, { kid: "__proto__" }),
      "kid empty": await signed(mine, {}, { kid: "" }),
    });
  });

  it("is refused when it is of another type, for another audience, of another issuer, or of another time", async () => {
    const mine = await company(world);
    await expectRefused({
      "typ JWT": await signed(mine, {}, { typ: "JWT" }),
      "typ missing": await signed(mine, {}, { typ: undefined }),
      "other audience": await signed(mine, { aud: "numma-other" }),
      "no audience": await signed(mine, {}, {}, ["aud"]),
      "other issuer": await signed(mine, { iss: "https://evil.test" }),
      "no issuer": await signed(mine, {}, {}, ["iss"]),
      expired: await signed(mine, { iat: now() - 1_000, nbf: now() - 1_000, exp: now() - 6 }),
      "not yet": await signed(mine, { nbf: now() + 6 }),
      "issued tomorrow": await signed(mine, { iat: now() + 86_400, exp: now() + 90_000 }),
      "exp a text": await signed(mine, { exp: String(now() + 900) }),
      "exp huge": await signed(mine, { exp: "1e99" }),
    });
    for (const claim of ["sub", "cid", "sid", "jti", "iat", "nbf", "exp"])
      await expectRefused({ [`no ${claim}`]: await signed(mine, {}, {}, [claim]) });
  });

  it("is refused when it joins one person's session with another's name or company", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    await expectRefused({
      "session of another company": await signed(mine, { sid: sessionOf(theirs) }),
      "company of another session": await signed(mine, { cid: theirs.id }),
      "their session, my name": await signed(mine, { cid: theirs.id, sid: sessionOf(theirs) }),
      "my session, their name": await signed(mine, { sub: theirs.personId }),
      "no session": await signed(mine, { sid: world.newId("session") }),
      "sid a path": await signed(mine, { sid: "../../SESSIONS" }),
      "sid an array": await signed(mine, { sid: [sessionOf(mine)] }),
    });
  });

  it("is refused when it is no token at all", async () => {
    const mine = await company(world);
    const [head = "", payload = "", signature = ""] = mine.token.split(".");
    await expectRefused({
      "100 KB": `${head}.${"A".repeat(100_000)}.${signature}`,
      "two parts": `${head}.${payload}`,
      "four parts": `${mine.token}.A`,
      "five parts": `${mine.token}.A.B`,
      "no signature": `${head}.${payload}.`,
      "header no JSON": `AAAA.${payload}.${signature}`,
      "payload altered": `${head}.${payload.slice(0, -2)}AA.${signature}`,
      dots: "...",
    });
  });
});

describe("the key set", () => {
  it("is public, cached for minutes, and holds public halves alone", async () => {
    const answer = await world.request("GET", "/.well-known/jwks.json");
    expect(answer).toMatchObject({ status: 200, headers: { "cache-control": "public, max-age=300" } });
    expect(answer.body).toEqual({
      keys: [{ kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: signing().kid, alg: "EdDSA", use: "sig" }],
    });
    expect(answer.text).not.toContain(verify().cursorKey);
    expect(answer.text).not.toContain(String(signing().privateJwk["d"]));
  });

  it("verifies our tokens for anybody who reads it", async () => {
    const mine = await company(world);
    const { body } = await world.request("GET", "/.well-known/jwks.json");
    const [key] = Object(body["keys"]);
    const { protectedHeader } = await compactVerify(mine.token, await importJWK(key, "EdDSA"));
    expect(protectedHeader.kid).toBe(key.kid);
  });
});

it("signs with a new key mid-traffic and fails no request: published, then used, then the old one dropped", async () => {
  const fresh = machineKeys(() => world.newId("event"));
  const [oldVerify, newKeys] = [verify(), SECRETS.verify.parse(JSON.parse(fresh.verify)).keys];
  const oldSigning = signing();
  const mine = await company(world);
  const failed: number[] = [];
  const count = { asked: 0 };
  const ask = async (token: string) => {
    for (const path of ["/auth/me", "/api/accounts"]) {
      const { status } = await world.request("GET", path, { token });
      count.asked += 1;
      if (status !== 200) failed.push(status);
    }
  };
  const tokenBy = (key: typeof oldSigning, seconds: number) => {
    const sid = { personId: mine.personId, companyId: mine.id, sessionId: SessionId.parse(sessionOf(mine)) };
    return signToken(key, sid, world.clock.now(), new Date(world.clock.now().getTime() + seconds * 1_000));
  };
  await ask(await tokenBy(oldSigning, 900));
  world.putSecret("verify", JSON.stringify({ ...oldVerify, keys: [...oldVerify.keys, ...newKeys] }));
  await ask(await tokenBy(oldSigning, 900));
  world.clock.pass(600);
  world.putSecret("signing", fresh.signing);
  const lastOld = await tokenBy(oldSigning, 900);
  await ask(lastOld);
  await ask(await tokenBy(signing(), 900));
  world.clock.pass(890);
  await ask(lastOld);
  world.clock.pass(910);
  world.putSecret("verify", JSON.stringify({ ...oldVerify, keys: newKeys }));
  await ask(await tokenBy(signing(), 900));
  world.clock.pass(600);
  await ask(await tokenBy(signing(), 900));
  expect((await world.request("GET", "/auth/me", { token: await tokenBy(oldSigning, 900) })).status).toBe(401);
  console.log(`signing key rotated: ${count.asked} requests in between, ${failed.length} failed`);
  expect(failed).toEqual([]);
});
