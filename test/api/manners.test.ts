import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_FUNCTIONS } from "#functions/all";
import { DEFAULT_ROUTE } from "#runtime/route";
import { inTime } from "#runtime/time-limit";
import { draft, expectRefusal, line, type Mine } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
const reads = API_FUNCTIONS.flatMap((one) => one.routes).filter(({ method, routeKey }) => method === "GET" && routeKey !== DEFAULT_ROUTE);

describe("a tag", () => {
  it("saves a reader the body while nothing changed, and is another one as soon as anything did", async () => {
    const { id } = await openAccount(mine);
    const first = await mine.get(`/api/accounts/${id}`);
    const { etag = "" } = first.headers;
    expect(etag).toMatch(/^"1\.[\w-]{16}"$/);
    const again = (tag: string, path = `/api/accounts/${id}`) => mine.as("GET", path, { headers: { "if-none-match": tag } });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"])
      expect(await again(tag)).toMatchObject({ status: 304, text: "", headers: { etag, "ratelimit-limit": expect.any(String) } });
    expect((await again('"1.AAAAAAAAAAAAAAAA"')).status).toBe(200);
    const list = await mine.get("/api/accounts");
    expect(await again(list.headers["etag"] ?? "", "/api/accounts")).toMatchObject({ status: 304 });
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal: 1 })]);
    const moved = await again(etag);
    expect(moved.status).toBe(200);
    expect(moved.headers["etag"]).not.toBe(etag);
  });

  it("held against a write lets the first of twenty through and no other", async () => {
    const { id } = await openAccount(mine);
    const { etag = "" } = (await mine.get(`/api/accounts/${id}`)).headers;
    const rename = (name: string) => mine.as("PUT", `/api/accounts/${id}`, { body: { ...ACCOUNT, name }, headers: { "if-match": etag } });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => rename(`Compte ${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    for (const answer of answers) if (answer.status === 412) expectRefusal(answer, "request.precondition_failed");
    const { headers } = await mine.get(`/api/accounts/${id}`);
    expect(answers.find(({ status }) => status === 200)?.headers["etag"]).toBe(headers["etag"]);
  });

  it("of a balance that moved meanwhile does not stand in the way of a rename", async () => {
    const { id, ordinal } = await openAccount(mine);
    const { etag = "" } = (await mine.get(`/api/accounts/${id}`)).headers;
    await seedRows(world, mine.id, [bankRow({ index: 7, ordinal })]);
    expect((await mine.as("PUT", `/api/accounts/${id}`, { body: ACCOUNT, headers: { "if-match": etag } })).status).toBe(200);
  });

  it("that is wrong, weak or of nothing stops every change and every deletion", async () => {
    const { id, ordinal } = await openAccount(mine);
    await seedRows(world, mine.id, [bankRow({ index: 30, ordinal })]);
    const written = await draft(mine, "2025-02-01", [line("606300", 1_000), line("512900", -1_000)]);
    const entry = `/api/ledger/entries/${encodeURIComponent(written.id)}`;
    const body = { date: "2025-02-02", piece_ref: "F-1", label: "Achat", lines: [line("606300", 1_000), line("512900", -1_000)] };
    const [row] = Object(await mine.get(`/api/accounts/${id}/transactions`)).body["data"];
    const writes = [
      ["PUT", `/api/accounts/${id}`, ACCOUNT],
      ["DELETE", `/api/accounts/${id}`, undefined],
      ["PATCH", `/api/transactions/${row.id}`, { note: "Vu" }],
      ["PUT", entry, body],
      ["DELETE", entry, undefined],
    ] as const;
    for (const [method, path, given] of writes)
      for (const tag of ['"99.AAAAAAAAAAAAAAAA"', 'W/"1.AAAAAAAAAAAAAAAA"', "nonsense", '"1', ""])
        expectRefusal(
          await mine.as(method, path, { headers: { "if-match": tag }, ...(given && { body: given }) }),
          "request.precondition_failed",
        );
    const shown = await mine.get(entry);
    const again = await mine.as("PUT", entry, { body, headers: { "if-match": shown.headers["etag"] ?? "" } });
    expect(again).toMatchObject({ status: 200, body: { date: "2025-02-02" } });
    expectRefusal(await mine.as("DELETE", entry, { headers: { "if-match": shown.headers["etag"] ?? "" } }), "request.precondition_failed");
    expect((await mine.as("DELETE", entry, { headers: { "if-match": again.headers["etag"] ?? "" } })).status).toBe(204);
    expect((await mine.as("PATCH", `/api/transactions/${row.id}`, { body: { note: "Vu" }, headers: { "if-match": '"1"' } })).status).toBe(
      200,
    );
    expect((await mine.as("DELETE", `/api/accounts/${id}`, { headers: { "if-match": "*" } })).status).toBe(204);
  });
});

describe("HEAD", () => {
  it.each(["/health", "/api/accounts", "/api/ledger/years", "/auth/me"])("answers %s as GET does, without the body", async (path) => {
    const [whole, head] = [await mine.get(path), await mine.as("HEAD", path)];
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(whole.text)));
    for (const name of ["etag", "content-type"]) expect(head.headers[name]).toBe(whole.headers[name]);
  });

  it("needs to know the caller where GET does", async () => {
    for (const { path, may } of reads)
      if (may !== "public") expect((await world.request("HEAD", path.replace(/\{\w+\}/g, "x"))).status, path).toBe(401);
  });
});

describe("what the caller takes", () => {
  it("is JSON, or the answer is 406", async () => {
    const as = (accept: string) => mine.as("GET", "/api/accounts", { headers: { accept } });
    for (const accept of [
      "*/*",
      "application/json",
      "application/*",
      "text/html,application/xhtml+xml,*/*;q=0.8",
      "application/problem+json",
      "",
    ])
      expect((await as(accept)).status, accept).toBe(200);
    for (const accept of ["text/html", "application/xml", "image/*", "application/json;q=0", "nonsense"])
      expectRefusal(await as(accept), "request.not_acceptable");
  });
});

describe("time", () => {
  it("that runs out is told before the function is killed", async () => {
    await expect(inTime(760, () => new Promise(() => undefined))).rejects.toMatchObject({ code: "request.timed_out" });
    expect(await inTime(60_000, async () => 1)).toBe(1);
  });
});

describe("a company's share", () => {
  it("is told in every answer, leased by the handful, and refused by name when it is used up", async () => {
    const small = await testWorld({ withoutWorkers: true, settings: { NUMMA_RATE_PER_SECOND: "10", NUMMA_RATE_BURST: "40" } });
    const [one, two] = [await company(small), await company(small)];
    const first = await one.get("/api/accounts");
    expect(first.headers).toMatchObject({ "ratelimit-limit": "40", "ratelimit-remaining": "39", "ratelimit-reset": "1" });
    expect(first.headers["numma-cost"]).toMatch(/; limit-wru=/);
    await one.get("/api/accounts");
    expect((await one.get("/api/accounts")).headers["numma-cost"]).not.toMatch(/limit-wru/);
    const answers = [];
    for (let index = 0; index < 39; index += 1) answers.push(await one.get("/api/accounts"));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(37);
    const last = answers.at(-1);
    if (!last) throw new Error("no answer");
    expectRefusal(last, "request.too_many");
    expect(last.headers).toMatchObject({ "ratelimit-remaining": "0", "retry-after": "1" });
    expect((await two.get("/api/accounts")).status).toBe(200);
    small.clock.pass(2);
    expect((await one.get("/api/accounts")).status).toBe(200);
    await small.end();
  });

  it("is one for all at once: a burst of parallel callers gets as many answers as there are tokens", async () => {
    const small = await testWorld({ withoutWorkers: true, settings: { NUMMA_RATE_PER_SECOND: "10", NUMMA_RATE_BURST: "40" } });
    const one = await company(small);
    const answers = await Promise.all(Array.from({ length: 60 }, () => one.get("/api/accounts")));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    await small.end();
  });

  it("is not used up by many functions that are asked once each, at the same moment", async () => {
    const small = await testWorld({ withoutWorkers: true, settings: { NUMMA_RATE_PER_SECOND: "10", NUMMA_RATE_BURST: "12" } });
    const one = await company(small);
    const paths = [
      "/auth/me",
      "/api/accounts",
      "/api/transactions",
      "/api/categories",
      "/api/sync/status",
      "/api/ledger/years",
      "/api/exports",
      "/api/jobs",
    ];
    const answers = await Promise.all(paths.map((path) => one.get(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    await small.end();
  });

  it("of somebody unknown is one for a whole IPv6 subscriber, whatever address of it calls", async () => {
    const small = await testWorld({ withoutWorkers: true, settings: { NUMMA_RATE_PER_SECOND: "10", NUMMA_RATE_BURST: "5" } });
    const ask = (sourceIp: string) =>
      small.gateway({ method: "GET", url: "/health", headers: { host: "localhost" }, body: Buffer.alloc(0), sourceIp });
    const statuses = [];
    for (const address of [
      "2001:db8:1:2::1",
      "2001:db8:1:2::2",
      "2001:db8:1:2:3::",
      "2001:db8:1:2:ffff::9",
      "2001:db8:1:2::5",
      "2001:db8:1:2::6",
    ])
      statuses.push((await ask(address)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await ask("2001:db8:1:3::1")).status).toBe(200);
    await small.end();
  });

  it("of somebody unknown is counted by the address the gateway saw, and by no header", async () => {
    const small = await testWorld({ withoutWorkers: true, settings: { NUMMA_RATE_PER_SECOND: "10", NUMMA_RATE_BURST: "5" } });
    const answers = [];
    for (let index = 0; index < 7; index += 1)
      answers.push(await small.request("GET", "/api/accounts", { token: "garbage", headers: { "x-forwarded-for": `10.0.0.${index}` } }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    for (const { headers } of answers) expect(headers).toMatchObject({ "ratelimit-limit": "5" });
    const known = await company(small);
    expect((await known.get("/api/accounts")).status, "a neighbour who is known").toBe(200);
    await small.end();
  });
});
