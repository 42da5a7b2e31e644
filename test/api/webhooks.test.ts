import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "#infra/local/aws/aws-error";
import type { Sqs } from "#infra/local/aws/sqs";
import { triedAtOnce } from "#test/tried-at-once";
import { type TestWorld, testWorld } from "#test/world";

const SECRET = "whsec_example";
const OLD_SECRET = "whsec_example_before";
const calls = { table: [] as string[], queues: [] as string[] };
const sqs = { down: false };
let world: TestWorld;

const watched = (real: Sqs): Sqs => ({
  ...real,
  queue(name) {
    calls.queues.push(name);
    if (sqs.down) throw new AwsError(503, "ServiceUnavailable", "the queue is away");
    return real.queue(name);
  },
});

beforeAll(async () => {
  world = await testWorld({
    around: (engine) => ({
      ...engine,
      exec: (operation, ...rest) => {
        calls.table.push(operation);
        return engine.exec(operation, ...rest);
      },
    }),
    aroundQueues: watched,
    retryStrategy: triedAtOnce(4),
    withoutWorkers: true,
    settings: Object.fromEntries(
      ["BRIDGE", "FINARY"].flatMap((name) => [
        [`${name}_WEBHOOK_SECRET`, SECRET],
        [`${name}_WEBHOOK_SECRET_PREVIOUS`, OLD_SECRET],
      ]),
    ),
  });
});
afterAll(() => world.end());
beforeEach(() => {
  Object.assign(calls, { table: [], queues: [] });
  sqs.down = false;
  world.sqs.queue("webhooks").purge();
});

const BODY = '{"content":{"item_id":7,"user_uuid":"nobody"},"timestamp":1795240800000,"type":"item.refreshed","label":"Café 🥖"}';
type Raw = string | Buffer;
const hmac = (raw: Raw, secret = SECRET) => createHmac("sha256", secret).update(raw).digest("hex");

/** How each door is signed at: made here again, so that a mistake of ours is not its own proof. Bankin's secret is Bridge's: it has none of its own. */
const plain = (header: string, path: string) => ({
  ...{ path, header, with: (...signatures: readonly string[]) => signatures.join(",") },
  digest: (raw: Raw, secret = SECRET) => hmac(raw, secret),
});
const seconds = (shift = 0) => Math.floor(world.clock.now().getTime() / 1_000) + shift;
const dated = (shift = 0) => ({
  ...{ path: "/api/webhooks/finary", header: "x-numma-signature" },
  with: (...signatures: readonly string[]) => [`t=${seconds(shift)}`, ...signatures].join(","),
  digest: (raw: Raw, secret = SECRET) => hmac(Buffer.concat([Buffer.from(`${seconds(shift)}.`), Buffer.from(raw)]), secret),
});
const DOORS = [
  ["bridge", plain("bridgeapi-signature", "/api/webhooks/bridge")],
  ["bankin", plain("bridgeapi-signature", "/api/webhooks/bankin")],
  ["finary", dated()],
] as const;
type Door = ReturnType<typeof plain>;

const send = ({ path, header }: Pick<Door, "path" | "header">, raw: Raw, value?: string) =>
  world.request("POST", path, { raw, headers: value === undefined ? {} : { [header]: value } });
const rightly = (door: Door, raw: Raw) => send(door, raw, door.with(`v1=${door.digest(raw)}`));
const nothingCame = () => expect(calls).toEqual({ table: [], queues: [] });

type Header = (door: Door, good: string) => string | undefined;
const ACCEPTED: readonly (readonly [string, Header])[] = [
  ["lower case", (door, good) => door.with(`v1=${good}`)],
  ["upper case", (door, good) => door.with(`v1=${good.toUpperCase()}`)],
  ["signed by the secret of before", (door) => door.with(`v1=${door.digest(BODY, OLD_SECRET)}`)],
  ["two signatures, the first right", (door, good) => door.with(`v1=${good}`, `v1=${door.digest(BODY, "other")}`)],
  ["two signatures, the second right", (door, good) => door.with(`v1=${door.digest(BODY, "other")}`, ` v1=${good}`)],
  ["a header sent twice, as the gateway joins it", (door, good) => `${door.with(`v1=${door.digest(BODY, "other")}`)}, v1=${good}`],
  ["a scheme we do not know beside", (door, good) => door.with(`v2=${"a".repeat(64)}`, `v1=${good}`)],
  ["a comma at the end", (door, good) => `${door.with(`v1=${good}`)},`],
  ["spaces around", (door, good) => `  ${door.with(`v1=${good}`)}  `],
];
const REFUSED: readonly (readonly [string, Header])[] = [
  ["none", () => undefined],
  ["empty", () => ""],
  ["no digest", (door) => door.with("v1=")],
  ["no scheme", (door, good) => door.with(good)],
  ["another scheme", (door, good) => door.with(`v0=${good}`)],
  ["a scheme in upper case", (door, good) => door.with(`V1=${good}`)],
  ["another secret", (door) => door.with(`v1=${door.digest(BODY, "other")}`)],
  ["an empty secret", (door) => door.with(`v1=${door.digest(BODY, "")}`)],
  ["another body", (door) => door.with(`v1=${door.digest(`${BODY} `)}`)],
  ["the same body under a byte order mark", (door) => door.with(`v1=${door.digest(`\uFEFF${BODY}`)}`)],
  ["the same JSON written again", (door) => door.with(`v1=${door.digest(JSON.stringify(JSON.parse(BODY), null, 1))}`)],
  ["the body in base64", (door) => door.with(`v1=${door.digest(Buffer.from(BODY).toString("base64"))}`)],
  ["an odd number of digits", (door, good) => door.with(`v1=${good.slice(1)}`)],
  ["one digit too many", (door, good) => door.with(`v1=${good}0`)],
  ["a space inside", (door, good) => door.with(`v1=${good.slice(0, 32)} ${good.slice(32)}`)],
  ["no hexadecimal", (door) => door.with(`v1=${"z".repeat(64)}`)],
  ["letters that look like hexadecimal", (door, good) => door.with(`v1=${"\uFF11"}${good.slice(1)}`)],
  ["base64", (door, good) => door.with(`v1=${Buffer.from(good, "hex").toString("base64")}`)],
  ["SHA-1", (door) => door.with(`v1=${createHmac("sha1", SECRET).update(BODY).digest("hex")}`)],
  ["the fifth of five", (door, good) => door.with(...Array.from({ length: 4 }, () => `v1=${"0".repeat(64)}`), `v1=${good}`)],
  ["behind a kilobyte", (door, good) => `${"x=1,".repeat(300)}${door.with(`v1=${good}`)}`],
  ["a digest with NUL", (door, good) => door.with(`v1=${good.slice(0, 63)}\u0000`)],
];

describe.each(DOORS)("at the door of %s", (name, door) => {
  it("a webhook is a check and one message: one call to the queue, none to the table", async () => {
    expect((await rightly(door, BODY)).status).toBe(200);
    expect(calls).toEqual({ table: [], queues: ["webhooks"] });
    const [message] = world.sqs.queue("webhooks").receive({ max: 1 });
    const bodyHash = createHash("sha256").update(BODY).digest("hex");
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ provider: name, bodyHash, body: BODY });
  });

  it("a webhook while the queue is away is a 503, so that the provider comes again, and queues nothing", async () => {
    sqs.down = true;
    expect(await rightly(door, BODY)).toMatchObject({ status: 503, body: { code: "queue.unavailable" } });
    sqs.down = false;
    expect(world.sqs.queue("webhooks").counts()).toMatchObject({ visible: 0 });
  });

  it("what is no JSON is a 401 when it is not signed, and a 200 when it is", async () => {
    expect((await send(door, "\u0000not json")).status).toBe(401);
    expect((await rightly(door, "not json")).status).toBe(200);
    expect((await rightly(door, `${BODY.slice(0, -1)},}`)).status).toBe(200);
  });

  it.each(ACCEPTED)("a signature is right: %s", async (_, header) =>
    expect((await send(door, BODY, header(door, door.digest(BODY)))).status).toBe(200),
  );

  it.each(REFUSED)("a signature is a 401 that says nothing and queues nothing: %s", async (_, header) => {
    const answer = await send(door, BODY, header(door, door.digest(BODY)));
    expect(answer).toMatchObject({ status: 401, body: { code: "webhook.bad_signature" } });
    expect(answer.text).not.toContain(SECRET);
    nothingCame();
  });

  it("signs bytes, not text: an invalid UTF-8 body with its own signature is taken, one byte changed is not", async () => {
    const bytes = Buffer.concat([Buffer.from(BODY), Buffer.from([0xff, 0xfe, 0x80])]);
    expect((await rightly(door, bytes)).status).toBe(200);
    expect((await send(door, Buffer.concat([bytes, Buffer.from([1])]), door.with(`v1=${door.digest(bytes)}`))).status).toBe(401);
  });

  it("a body is the same whether the gateway hands it over as text or in base64", async () => {
    const [header, handler] = [door.with(`v1=${door.digest(BODY)}`), world.handlers.get("webhooks/receive")];
    for (const encoded of [
      { body: BODY, isBase64Encoded: false },
      { body: Buffer.from(BODY).toString("base64"), isBase64Encoded: true },
    ]) {
      const http = { method: "POST", path: door.path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" };
      const requestContext = { http, domainName: "localhost", requestId: "r", routeKey: `POST ${door.path}` };
      const event = { version: "2.0", routeKey: `POST ${door.path}`, rawPath: door.path, rawQueryString: "", requestContext, ...encoded };
      const answer = await handler?.({ ...event, headers: { [door.header]: header } }, { getRemainingTimeInMillis: () => 1_000 });
      expect(answer).toMatchObject({ statusCode: 200 });
    }
  });

  it("a body larger than a webhook is a 413", async () => {
    const large = `{"pad":"${"x".repeat(70_000)}"}`;
    expect(await rightly(door, large)).toMatchObject({ status: 413, body: { code: "request.body_too_large" } });
  });

  it("a body no queue takes is a 4xx, not a 503 the provider would send again for ever", async () => {
    expect((await rightly(door, "\u0000\u0001")).status).toBeLessThan(500);
  });
});

describe("a relay's signature", () => {
  const door = (shift: number) => ({ ...dated(shift) });

  it.each([-300, -299, 0, 299, 300])("made %i seconds from now is right", async (shift) =>
    expect((await rightly(door(shift), BODY)).status).toBe(200),
  );

  it.each([-301, 301, -86_400])("made %i seconds from now is a 401", async (shift) => {
    expect((await rightly(door(shift), BODY)).status).toBe(401);
    nothingCame();
  });

  it.each<[string, (good: string) => string]>([
    ["without a time", (good) => `v1=${good}`],
    ["with another time than was signed", (good) => `t=${seconds(1)},v1=${good}`],
    ["with two times", (good) => `t=${seconds()},t=${seconds()},v1=${good}`],
    ["with a time that is no number", (good) => `t=${seconds()}x,v1=${good}`],
    ["with a time below zero", (good) => `t=-${seconds()},v1=${good}`],
    ["over the body alone", () => `t=${seconds()},v1=${hmac(BODY)}`],
  ])("%s is a 401", async (_, header) => {
    expect((await send(door(0), BODY, header(door(0).digest(BODY)))).status).toBe(401);
    nothingCame();
  });

  it("with its time at the end is right", async () =>
    expect((await send(door(0), BODY, `v1=${door(0).digest(BODY)},t=${seconds()}`)).status).toBe(200));

  it("does not open Bridge's door, nor Bridge's a relay's", async () => {
    const header = door(0).with(`v1=${door(0).digest(BODY)}`);
    expect((await send({ path: "/api/webhooks/bridge", header: "bridgeapi-signature" }, BODY, header)).status).toBe(401);
    expect((await send(door(0), BODY, `v1=${hmac(BODY)}`)).status).toBe(401);
  });
});

it("takes the signature of the published example", async () => {
  const raw = '{"content":{"item_id":1,"user_uuid":"u"},"timestamp":1795240800000,"type":"item.created"}';
  const header = "v1=A59F68F058325C11FCAEB01BECE6C5B83AEEE0139B724F4010EC26D08F6FBDBF";
  for (const name of ["bridge", "bankin"])
    expect((await send({ path: `/api/webhooks/${name}`, header: "bridgeapi-signature" }, raw, header)).status).toBe(200);
});

it("with a secret of its own, Bankin no longer takes Bridge's", async () => {
  const settings = { BRIDGE_WEBHOOK_SECRET: "bridge's", BANKIN_WEBHOOK_SECRET: "bankin's" };
  const apart = await testWorld({ withoutWorkers: true, settings });
  const ask = (secret: string) =>
    apart.request("POST", "/api/webhooks/bankin", { raw: BODY, headers: { "bridgeapi-signature": `v1=${hmac(BODY, secret)}` } });
  expect([(await ask("bankin's")).status, (await ask("bridge's")).status]).toEqual([200, 401]);
  await apart.end();
});

it("without any secret no signature is right, an empty one's least of all", async () => {
  const bare = await testWorld({ withoutWorkers: true });
  for (const [, door] of DOORS) {
    const headers = { [door.header]: door.with(`v1=${door.digest(BODY, "")}`) };
    expect((await bare.request("POST", door.path, { raw: BODY, headers })).status).toBe(401);
  }
  await bare.end();
});
