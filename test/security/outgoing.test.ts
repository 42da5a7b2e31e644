import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Environment } from "#runtime/env";
import { type FakeBank, fakeBank } from "#test/bank";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
const fetched = vi.spyOn(globalThis, "fetch");
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ withoutWorkers: true, settings: { SANDBOX_BASE_URL: bank.url } });
  mine = await company(world);
});
beforeEach(() => {
  fetched.mockClear();
  bank.calls.length = 0;
});
afterAll(async () => {
  fetched.mockRestore();
  await world.end();
  await bank.close();
});

/** Origins anything was asked of. */
const origins = () => new Set(fetched.mock.calls.map(([input]) => new URL(input instanceof Request ? input.url : String(input)).origin));
const connect = (callback_url: unknown) => mine.post("/api/sync/connections", { provider: "sandbox", callback_url });

describe("an address to come back to", () => {
  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "file:///etc/passwd",
    "ftp://evil.test/a",
    "data:text/html,<script>alert(1)</script>",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ldap://127.0.0.1/",
    "//evil.test/",
    "/retour",
    "evil.test",
    "https://",
    "http:\\\\evil.test",
    "https://moi:secret@evil.test/",
    "https://app.example.test@evil.test/",
    "https://evil.test/\r\nset-cookie: a=b",
    `https://evil.test/${"a".repeat(500)}`,
    "",
    7,
    ["https://app.example.test/"],
  ])("%j is refused, and no bank is asked", async (address) => {
    expect(await connect(address)).toMatchObject({
      status: 400,
      body: { code: "request.invalid", errors: [{ pointer: "/callback_url" }] },
    });
    expect([fetched.mock.calls.length, bank.calls]).toEqual([0, []]);
  });

  it.each([
    "http://127.0.0.1:9/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]:9/",
    "http://10.0.0.1/",
    "http://2130706433:9/",
    "http://localhost:9/",
    "https://app.example.test/retour?a=b#c",
  ])("%s is kept for the browser, never told to the bank, and never asked for by us", async (address) => {
    const { status, text, body } = await connect(address);
    expect(status, text).toBe(201);
    expect([...origins()]).toEqual([bank.url]);
    const told = fetched.mock.calls.map(([, init]) => String(init?.body ?? "")).find((sent) => sent.includes("callback_url"));
    expect(JSON.parse(told ?? "{}")).toMatchObject({ callback_url: "http://localhost/api/sync/callback/sandbox" });
    expect(text).not.toContain(address);
    await world.handlers.get("sync/connection")?.(
      { Records: [{ messageId: "m", body: JSON.stringify(message(body["id"])), attributes: { ApproximateReceiveCount: "1" } }] },
      { getRemainingTimeInMillis: () => 60_000 },
    );
    expect([...origins()]).toEqual([bank.url]);
  });
});

const message = (connectionId: unknown) => ({
  ...{ companyId: mine.id, connectionId, syncId: world.newId("sync"), trigger: "connect" },
  requestedAt: world.clock.now().toISOString(),
});

describe("a partner's address in the environment", () => {
  const of = (url: string) => Environment.safeParse({ BRIDGE_BASE_URL: url, SANDBOX_BASE_URL: url, PASSWORD_RESET_PAGE: url }).success;

  it.each([
    "http://api.example.test",
    "http://127.0.0.1.evil.test",
    "http://localhost.evil.test",
    "http://localhost@evil.test/",
    "http://127.0.0.1:80@evil.test/",
    "http://169.254.169.254",
    "http://10.0.0.1",
    "ftp://api.example.test",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "api.example.test",
    "https://client:secret@api.example.test",
  ])("%s is none", (url) => expect(of(url)).toBe(false));

  it.each(["https://api.bridgeapi.io", "http://127.0.0.1:4510", "http://localhost:4510/v3", "http://[::1]:4510"])("%s is one", (url) =>
    expect(of(url)).toBe(true),
  );
});
