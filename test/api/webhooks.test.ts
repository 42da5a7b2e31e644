import { createHmac } from "node:crypto";
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
    settings: { BRIDGE_WEBHOOK_SECRET: SECRET, BRIDGE_WEBHOOK_SECRET_PREVIOUS: OLD_SECRET },
  });
});
afterAll(() => world.end());
beforeEach(() => {
  Object.assign(calls, { table: [], queues: [] });
  sqs.down = false;
  world.sqs.queue("webhooks").purge();
});

const BODY = '{"content":{"item_id":7,"user_uuid":"nobody"},"timestamp":1795240800000,"type":"item.refreshed"}';
const hmac = (raw: string | Buffer, secret = SECRET) => createHmac("sha256", secret).update(raw).digest("hex");
const send = (raw: string | Buffer, header?: string) =>
  world.request("POST", "/api/webhooks/bridge", { raw, headers: header === undefined ? {} : { "bridgeapi-signature": header } });

describe("receiving a webhook", () => {
  it("is a check and one message: one call to the queue, none to the table", async () => {
    expect((await send(BODY, `v1=${hmac(BODY)}`)).status).toBe(200);
    expect(calls).toEqual({ table: [], queues: ["webhooks"] });
    expect(world.sqs.queue("webhooks").counts()).toMatchObject({ visible: 1 });
  });

  it("while the queue is away is a 503, so that the provider comes again, and queues nothing", async () => {
    sqs.down = true;
    const answer = await send(BODY, `v1=${hmac(BODY)}`);
    expect(answer).toMatchObject({ status: 503, body: { code: "queue.unavailable" } });
    sqs.down = false;
    expect(world.sqs.queue("webhooks").counts()).toMatchObject({ visible: 0 });
  });

  it("looks at nothing but the signature first: what is no JSON is a 401 when it is not signed, and a 200 when it is", async () => {
    expect((await send("\u0000not json")).status).toBe(401);
    expect((await send("not json", `v1=${hmac("not json")}`)).status).toBe(200);
  });
});

const good = hmac(BODY);
const ACCEPTED: readonly (readonly [string, string])[] = [
  ["lower case", `v1=${good}`],
  ["upper case", `v1=${good.toUpperCase()}`],
  ["signed by the secret of before", `v1=${hmac(BODY, OLD_SECRET)}`],
  ["two signatures, the first of another secret", `v1=${hmac(BODY, "other")}, v1=${good}`],
  ["a scheme we do not know beside", `v2=${"a".repeat(64)},v1=${good}`],
];
const REFUSED: readonly (readonly [string, string | undefined])[] = [
  ["none", undefined],
  ["empty", ""],
  ["no digest", "v1="],
  ["no scheme", good],
  ["another scheme", `v0=${good}`],
  ["another secret", `v1=${hmac(BODY, "other")}`],
  ["an empty secret", `v1=${hmac(BODY, "")}`],
  ["another body", `v1=${hmac(`${BODY} `)}`],
  ["one digit short", `v1=${good.slice(1)}`],
  ["one digit long", `v1=${good}0`],
  ["no hexadecimal", `v1=${"z".repeat(64)}`],
  ["base64", `v1=${Buffer.from(good, "hex").toString("base64")}`],
  ["SHA-1", `v1=${createHmac("sha1", SECRET).update(BODY).digest("hex")}`],
  ["the fifth of five", `${`v1=${"0".repeat(64)},`.repeat(4)}v1=${good}`],
  ["behind a kilobyte", `${"x=1,".repeat(300)}v1=${good}`],
  ["a digest with NUL", `v1=${good.slice(0, 63)}\u0000`],
];

describe("a signature", () => {
  it.each(ACCEPTED)("%s is right", async (_, header) => expect((await send(BODY, header)).status).toBe(200));

  it.each(REFUSED)("%s is a 401 that says nothing and queues nothing", async (_, header) => {
    const answer = await send(BODY, header);
    expect(answer).toMatchObject({ status: 401, body: { code: "webhook.bad_signature" } });
    expect(answer.text).not.toContain(SECRET);
    expect(calls).toEqual({ table: [], queues: [] });
  });

  it("signs bytes, not text: an invalid UTF-8 body with its own signature is taken, one byte changed is not", async () => {
    const bytes = Buffer.concat([Buffer.from(BODY), Buffer.from([0xff, 0xfe, 0x80])]);
    expect((await send(bytes, `v1=${hmac(bytes)}`)).status).toBeLessThan(500);
    expect((await send(Buffer.concat([bytes, Buffer.from([1])]), `v1=${hmac(bytes)}`)).status).toBe(401);
  });

  it("of a body larger than a webhook is a 413", async () => {
    const large = `{"pad":"${"x".repeat(70_000)}"}`;
    expect(await send(large, `v1=${hmac(large)}`)).toMatchObject({ status: 413, body: { code: "request.body_too_large" } });
  });

  it("of a body no queue takes is a 4xx, not a 503 the provider would send again for ever", async () => {
    const control = "\u0000\u0001";
    expect((await send(control, `v1=${hmac(control)}`)).status).toBeLessThan(500);
  });
});
