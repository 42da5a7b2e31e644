import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLAIMED_HOST } from "#infra/local/http-host";
import { withLocalRoutes } from "#infra/local/local-routes";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const ask = async (method: string, url: string, given?: unknown) => {
  const reply = await withLocalRoutes(world)({
    method,
    url,
    headers: { host: "localhost" },
    body: Buffer.from(given === undefined ? "" : JSON.stringify(given)),
    sourceIp: "127.0.0.1",
  });
  return { status: reply.status, body: JSON.parse(reply.body.toString("utf8")) };
};

it("shows every queue with its dead letters", async () => {
  const { status, body } = await ask("GET", "/_local/queues");
  expect(status).toBe(200);
  expect(body.queues.map(({ name }: { name: string }) => name).sort()).toEqual([
    "alerts",
    "alerts-dlq",
    "exports",
    "exports-dlq",
    "jobs",
    "jobs-dlq",
    "mail",
    "mail-dlq",
    "sync",
    "sync-dlq",
    "webhooks",
    "webhooks-dlq",
  ]);
  expect(body.queues[0]).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
});

it("fires a schedule at will, and says when there is none", async () => {
  expect(await ask("POST", "/_local/schedules/sync-tick/run")).toEqual({ status: 200, body: { schedule: "sync-tick", fired: true } });
  expect(await ask("POST", "/_local/schedules/nope/run")).toMatchObject({ status: 404 });
  expect(await ask("GET", "/_local/other")).toMatchObject({ status: 404 });
});

it("sends a queue's dead letters back to it, and says when there is no such queue", async () => {
  world.sqs.queue("webhooks-dlq").send([{ body: "{}" }, { body: "{}" }]);
  const received = world.sqs.queue("webhooks");
  expect(await ask("POST", "/_local/queues/webhooks-dlq/redrive")).toEqual({ status: 200, body: { queue: "webhooks", moved: 2 } });
  expect(world.sqs.queue("webhooks-dlq").counts().visible).toBe(0);
  expect(Object.values(received.counts()).reduce((sum, count) => sum + count)).toBe(2);
  received.purge();
  expect(await ask("POST", "/_local/queues/webhooks/redrive")).toEqual({ status: 200, body: { queue: "webhooks", moved: 0 } });
  expect(await ask("POST", "/_local/queues/nowhere/redrive")).toMatchObject({ status: 404 });
  expect(await ask("GET", "/_local/queues/webhooks/redrive")).toMatchObject({ status: 404 });
});

it("makes the indexes late while the product runs, and whole again", async () => {
  expect(await ask("GET", "/_local/indexes")).toEqual({ status: 200, body: { lag_ms: 0 } });
  expect(await ask("PUT", "/_local/indexes", { lag_ms: 2_000 })).toEqual({ status: 200, body: { lag_ms: 2_000 } });
  for (const wrong of [{ lag_ms: -1 }, { lag_ms: "soon" }, {}, undefined])
    expect(await ask("PUT", "/_local/indexes", wrong)).toMatchObject({ status: 400 });
  expect(await ask("PUT", "/_local/indexes", { lag_ms: 0 })).toEqual({ status: 200, body: { lag_ms: 0 } });
});

it("deletes what has expired when asked to, which DynamoDB does in its own time", async () => {
  const ttl = { N: String(Math.floor(world.clock.now().getTime() / 1_000) - 60) };
  await world.engine.exec("PutItem", { TableName: "numma", Item: { pk: { S: "SYSTEM#TEST" }, sk: { S: "OLD" }, ttl } });
  const there = async () =>
    Object(await world.engine.exec("GetItem", { TableName: "numma", Key: { pk: { S: "SYSTEM#TEST" }, sk: { S: "OLD" } } })).Item;
  expect(await there()).toBeDefined();
  expect(await ask("POST", "/_local/expired/sweep")).toEqual({ status: 200, body: { deleted: 1 } });
  expect(await there()).toBeUndefined();
});

it("leaves everything else to the gateway, which knows no such address", async () => {
  expect(await ask("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect((await world.request("GET", "/_local/queues")).status).toBe(404);
});

it("answers no page of another site, by whatever name it calls this machine", async () => {
  const ask = async (headers: Record<string, string>) =>
    (await withLocalRoutes(world)({ method: "GET", url: "/_local/queues", headers, body: Buffer.alloc(0), sourceIp: "127.0.0.1" })).status;
  expect(await ask({ host: "localhost:8000" })).toBe(200);
  expect(await ask({ host: "localhost:8000", origin: "http://localhost:8000", "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await ask({ host: "127.0.0.1:8000", [CLAIMED_HOST]: "evil.example:8000" })).toBe(403);
  expect(await ask({ host: "localhost:8000", origin: "https://evil.example" })).toBe(403);
  expect(await ask({ host: "localhost:8000", "sec-fetch-site": "cross-site" })).toBe(403);
});

describe("the outbox page", () => {
  const page = async (url: string) => {
    const reply = await withLocalRoutes(world)({ method: "GET", url, headers: {}, body: Buffer.alloc(0), sourceIp: "127.0.0.1" });
    return { status: reply.status, headers: reply.headers, text: reply.body.toString("utf8") };
  };

  it("says when there is nothing yet, lists mails and shows one, and runs nothing that is written in them", async () => {
    expect((await page("/_local/outbox")).text).toContain("Aucun e-mail pour l'instant");
    const id = world.outbox.add({
      ...{ from: "NUMMA <a@numma.invalid>", to: ["<img src=x>@example.test"], subject: "<script>alert(1)</script>", headers: {} },
      ...{ text: "</pre><script>alert(2)</script>", html: '<p onclick="alert(3)">Bonjour</p>' },
    });
    const list = await page("/_local/outbox");
    expect(list.text).toContain(`<a href="/_local/outbox/${id}">`);
    const one = await page(`/_local/outbox/${id}`);
    for (const { status, headers, text } of [list, one]) {
      expect(status).toBe(200);
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(text).not.toMatch(/<script|<img|onclick="/);
    }
    expect(one.text).toContain('sandbox="allow-popups"');
    expect((await page("/_local/outbox/nothing")).status).toBe(404);
  });

  it("shows the mail the worker sent over the SDK's client", async () => {
    const { email } = await registered();
    await world.request("POST", "/auth/password/forgot", { body: { email } });
    await world.idle();
    const [mail] = world.outbox.list();
    expect(mail).toMatchObject({ to: [email], subject: "Choisir un nouveau mot de passe", from: "NUMMA <ne-pas-repondre@numma.invalid>" });
    expect(mail?.text).toMatch(/^Bonjour Camille Martin,\n\nVous avez demandé/);
    expect(mail?.headers["X-Numma-Letter"]).toMatch(/^mal_/);
  });
});

async function registered(): Promise<{ email: string }> {
  const mine = await company(world);
  const { body } = await mine.get("/auth/me");
  return { email: String(Object(body["person"]).email) };
}
