import { createHmac, randomBytes } from "node:crypto";
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SessionId } from "#domain/ids";
import { inProcessJson } from "#infra/local/aws/in-process";
import { machineKeys } from "#infra/local/keys";
import { envelope, hasKeyOf } from "#runtime/envelope";
import { SECRET_SECONDS, SECRETS, type SecretName } from "#runtime/secret-shapes";
import { type SecretReader, secretReader } from "#runtime/secrets";
import { signToken } from "#runtime/tokens";
import { type FakeBank, fakeBank } from "#test/bank";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let bank: FakeBank;
let mine: Awaited<ReturnType<typeof company>>;
let client: SecretsManagerClient;

beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({
    withoutWorkers: true,
    settings: { SANDBOX_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: "hook-1", FINARY_WEBHOOK_SECRET: "hook-1" },
  });
  mine = await company(world);
  const requestHandler = inProcessJson({ secrets: world.secrets }, "operator", () => true);
  const credentials = { accessKeyId: "operator", secretAccessKey: "x" };
  client = new SecretsManagerClient({ region: "eu-west-3", endpoint: world.awsUrl, credentials, requestHandler });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

/** As a rotation does it: the value waits under AWSPENDING, is looked at by traffic that must not see it, then becomes current. */
async function rotate(name: SecretName, value: unknown): Promise<void> {
  const SecretId = `numma/${name}`;
  const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
  const current = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes("AWSCURRENT"));
  const pending = { SecretId, SecretString: JSON.stringify(value), VersionStages: ["AWSPENDING"] };
  const { VersionId } = await client.send(new PutSecretValueCommand(pending));
  await traffic();
  const VersionStage = "AWSCURRENT";
  const move = { SecretId, VersionStage, MoveToVersionId: VersionId, RemoveFromVersionId: current };
  await Promise.all([client.send(new UpdateSecretVersionStageCommand(move)), traffic()]);
  await traffic();
}

const textOf = (name: SecretName): unknown => JSON.parse(world.secret(name));
const verifyNow = () => SECRETS.verify.parse(textOf("verify"));

/** What is sent while keys change. Tokens and cursors were made when traffic began; each must be taken as long as it lives. */
const live = { tokens: [] as string[], cursors: [] as string[], hooks: ["hook-1"], connects: false, sent: 0, failed: [] as string[] };

async function traffic(): Promise<void> {
  const page = (token: string, cursor = "") =>
    world.request("GET", `/api/ledger/accounts?limit=1${cursor && `&cursor=${cursor}`}`, { token });
  const hook = (secret: string) => {
    const raw = JSON.stringify({ type: "TEST_EVENT", timestamp: world.clock.now().getTime(), nonce: live.sent });
    const time = Math.floor(world.clock.now().getTime() / 1_000);
    const hmac = (text: string) => createHmac("sha256", secret).update(text).digest("hex");
    const headers = { "bridgeapi-signature": `v1=${hmac(raw)}`, "x-numma-signature": `t=${time},v1=${hmac(`${time}.${raw}`)}` };
    return ["bridge", "bankin", "finary"].map((provider) => world.request("POST", `/api/webhooks/${provider}`, { raw, headers }));
  };
  const answers = await Promise.all([
    ...[mine.token, ...live.tokens].flatMap((token) => ["", ...live.cursors].map((cursor) => page(token, cursor))),
    ...live.hooks.flatMap(hook),
    ...(live.connects ? [company(world).then(({ post }) => post("/api/sync/connections", { provider: "sandbox" }))] : []),
  ]);
  live.sent += answers.length;
  for (const { status, text } of answers) if (status >= 300) live.failed.push(`${status} ${text}`);
  const sealed = answers.map(({ body }) => body["next_cursor"]).find((cursor) => typeof cursor === "string");
  if (typeof sealed === "string" && !live.cursors.includes(sealed)) live.cursors = [...live.cursors, sealed].slice(-2);
}

it("refuses no request while every secret is rotated under it", async () => {
  await traffic();
  const sealedBefore = [...live.cursors];
  const [fresh, verify] = [machineKeys(world.newId.bind(null, "event")), verifyNow()];
  const freshVerify = SECRETS.verify.parse(JSON.parse(fresh.verify));
  const [oldCursorKey, newCursorKey] = [String(verify.cursorKey), String(freshVerify.cursorKey)];

  // Announce: whoever checks knows both keys before anybody signs with the new one.
  await rotate("verify", { keys: [...verify.keys, ...freshVerify.keys], cursorKey: [oldCursorKey, newCursorKey] });
  // A token of the new key, seconds after the announcement: the function's kept value does not know it and is asked for early.
  live.tokens.push(await sameSession(fresh.signing));
  await traffic();
  world.clock.pass(SECRET_SECONDS);

  // Switch: new tokens and cursors are of the new keys.
  await rotate("signing", JSON.parse(fresh.signing));
  await rotate("verify", { keys: [...freshVerify.keys, ...verify.keys], cursorKey: [newCursorKey, oldCursorKey] });
  world.clock.pass(SECRET_SECONDS);
  await traffic();
  expect(live.cursors).not.toEqual(sealedBefore);
  live.cursors.push(...sealedBefore);

  // The bank signs with its new secret before any function has heard of it.
  await rotate("webhooks", { bridge: ["hook-2", "hook-1"], finary: ["hook-2", "hook-1"] });
  live.hooks.push("hook-2");
  await traffic();
  world.clock.pass(SECRET_SECONDS);
  await traffic();

  live.connects = true;
  await rotate("bank", { ...SECRETS.bank.parse(textOf("bank")), sandbox: { clientId: "sandbox", clientSecret: "rotated" } });
  world.clock.pass(SECRET_SECONDS);
  await traffic();
  live.connects = false;
  expect(bank.secrets).toEqual(new Set(["sandbox", "rotated"]));

  await rotateEnvelope();
  expect(live.failed).toEqual([]);
  expect(live.sent).toBeGreaterThan(80);
});

it("refuses, once the old keys are gone, what they signed", async () => {
  const { keys, cursorKey } = verifyNow();
  await rotateOnly("verify", { keys: keys.slice(0, 1), cursorKey: cursorKey[0] });
  await rotateOnly("webhooks", { bridge: ["hook-2"], finary: ["hook-2"] });
  world.clock.pass(SECRET_SECONDS);
  const sent = live.sent;
  live.failed = [];
  await traffic();
  expect(live.failed.length).toBeLessThan(live.sent - sent);
  expect(new Set(live.failed.map((text) => /"code":"([\w.]+)"/.exec(text)?.[1]))).toEqual(
    new Set(["auth.invalid_token", "request.bad_cursor", "webhook.bad_signature"]),
  );
});

const rotateOnly = (name: SecretName, value: unknown) =>
  client.send(new PutSecretValueCommand({ SecretId: `numma/${name}`, SecretString: JSON.stringify(value) }));

/** The owner's session in a token of another key. */
function sameSession(signing: string): Promise<string> {
  const claims = { personId: mine.personId, companyId: mine.id, sessionId: SessionId.parse(decodeJwt(mine.token)["sid"]) };
  const now = world.clock.now();
  return signToken(SECRETS.signing.parse(JSON.parse(signing)), claims, now, new Date(now.getTime() + 3_600_000));
}

/** Two warm functions: one has heard of the rotation and seals, the other has not and opens. */
async function rotateEnvelope(): Promise<void> {
  const reader = (): SecretReader => secretReader(client, world.clock.now, () => undefined);
  const [early, late] = [reader(), reader()];
  const place = { tenant: mine.id, item: "CONNECTION", purpose: "password" };
  const sealed = envelope(await late("envelope"), randomBytes).seal("un secret", place);
  const { keys } = SECRETS.envelope.parse(textOf("envelope"));
  await rotate("envelope", { keys: [{ id: "k2", key: randomBytes(32).toString("base64url") }, ...keys] });
  const renewed = envelope(await early("envelope"), randomBytes).renew(sealed, place);
  expect(renewed).not.toBe(sealed);
  world.clock.pass(10);
  expect(envelope(await late("envelope", hasKeyOf(renewed)), randomBytes).open(renewed, place)).toBe("un secret");
}
