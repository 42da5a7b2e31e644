import type { Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpServer } from "#infra/local/http-server";
import { bind } from "#infra/local/listen";
import { expectSafe, raw, SECURITY } from "#test/security/wire";
import { company, type TestWorld, testWorld } from "#test/world";

const ORIGIN = "https://app.example.test";
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
let server: Server;
let port: number;
const errors: unknown[] = [];
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true, settings: { ALLOWED_ORIGIN: ORIGIN } });
  mine = await company(world);
  server = httpServer(world.gateway, { onError: (error) => void errors.push(error), newRequestId: () => world.newId("event") });
  port = await bind(server, 0);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.end();
});

const request = (first: string, headers: readonly string[] = [], body = "") =>
  raw(
    port,
    [`${first} HTTP/1.1`, "host: localhost", "connection: close", `authorization: Bearer ${mine.token}`, ...headers, "", body].join("\r\n"),
  );
const post = (body: string, headers: readonly string[] = []) =>
  request("POST /api/accounts", ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`, ...headers], body);

describe("every answer over the wire", () => {
  it.each([
    ["GET /health", 200],
    ["GET /api/accounts", 200],
    ["GET /nope", 404],
    ["PATCH /api/accounts", 405],
    ["GET /api/accounts?limit=0&limit=1", 400],
    ["POST /api/accounts", 400],
  ] as const)("%s carries the security headers and names no software", async (first, status) => {
    const answer = await request(first, ["content-length: 0"]);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(SECURITY);
    expectSafe(answer);
  });
});

describe("another origin", () => {
  it.each([
    "https://evil.test",
    "null",
    "https://app.example.test.evil.test",
    "https://evilapp.example.test",
    "https://sub.app.example.test",
    "http://app.example.test",
    "https://APP.example.test",
    "https://app.example.test:8443",
    "https://app.example.test/",
    "https://app.example.test https://evil.test",
    "*",
  ])("%s is given no leave, by a preflight or by an answer", async (origin) => {
    for (const first of ["OPTIONS /api/accounts", "GET /api/accounts"]) {
      const answer = await request(first, [`origin: ${origin}`, "access-control-request-method: POST"]);
      expectSafe(answer);
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
      expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
    }
  });

  it("ours is given it, by name, and answers differ by origin", async () => {
    const { headers } = await request("GET /api/accounts", [`origin: ${ORIGIN}`]);
    expect(headers).toMatchObject({ "access-control-allow-origin": ORIGIN, vary: expect.stringMatching(/origin/i) });
  });
});

describe("headers a client must not decide by", () => {
  it.each([
    ["x-http-method-override: DELETE", "x-method-override: DELETE"],
    ["x-forwarded-for: 10.0.0.1", "x-forwarded-host: evil.test", "x-forwarded-proto: http"],
    ["x-original-url: /api/jobs", "x-rewrite-url: /api/jobs"],
    ["x-user-id: per_00000000000000000000000000", "x-company-id: cmp_00000000000000000000000000", "x-role: owner"],
    ["forwarded: for=10.0.0.1;host=evil.test"],
  ])("%s changes nothing", async (...headers) => {
    const { status, text } = await request("GET /api/accounts", headers);
    const plain = await request("GET /api/accounts");
    expect({ status, text }).toEqual({ status: plain.status, text: plain.text });
  });

  it("a strange host is in no answer but a link a client asked to be made", async () => {
    const answer = await raw(
      port,
      `GET /api/accounts HTTP/1.1\r\nhost: evil.test\r\nauthorization: Bearer ${mine.token}\r\nconnection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
    expect(`${answer.text}${JSON.stringify(answer.headers)}`).not.toContain("evil.test");
  });

  it("two hosts, a space in a name, a folded line or both lengths at once are refused by the server itself", async () => {
    for (const lines of [
      ["GET /health HTTP/1.1", "host : localhost"],
      ["GET /health HTTP/1.1", "host: localhost", "a b: c"],
      ["GET /health HTTP/1.1", "host: localhost", "x: a", " folded"],
      ["POST /api/accounts HTTP/1.1", "host: localhost", "content-length: 4", "transfer-encoding: chunked"],
      ["POST /api/accounts HTTP/1.1", "host: localhost", "content-length: 4", "content-length: 5"],
      ["GET /health HTTP/1.1"],
    ]) {
      const answer = await raw(port, `${[...lines, "connection: close", "", ""].join("\r\n")}`);
      expect([400, 413], lines.join(" | ")).toContain(answer.status);
    }
  });

  it("headers or cookies of 20 000 bytes and a path of 20 000 are refused, and nothing is read of them", async () => {
    for (const big of [`x: ${"a".repeat(20_000)}`, `cookie: ${"a=b; ".repeat(4_000)}`])
      expect((await request("GET /health", [big])).status).toBe(431);
    expect([414, 431]).toContain((await request(`GET /${"a".repeat(20_000)}`)).status);
  });
});

describe("values we say back", () => {
  it("split no header: a line break in a query, a path or an origin", async () => {
    for (const first of [
      "GET /api/transactions?limit=1%0d%0aset-cookie:%20a=b",
      "GET /api/accounts/%0d%0aset-cookie:%20a=b",
      "GET /%0d%0ax:y",
    ]) {
      const answer = await request(first);
      expectSafe(answer, first);
      expect(answer.headers).not.toHaveProperty("set-cookie");
      expect(answer.headers).not.toHaveProperty("x");
    }
  });

  it("run nowhere: what looks like a page comes back as JSON, never as a page", async () => {
    const answer = await request("GET /api/transactions?%3Cscript%3Ealert(1)%3C/script%3E=1");
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });
});

describe("a path", () => {
  it.each([
    "/api/accounts/../../etc/passwd",
    "/api/accounts/..%2f..%2fetc%2fpasswd",
    "/api/accounts/%252e%252e%252f",
    "/api/accounts/..\\..\\etc",
    "/api/accounts/..;/jobs",
    "/docs/assets/../../../package.json",
    "/docs/assets/..%2f..%2fpackage.json",
    "/docs/assets/%2e%2e%2fpackage.json",
    "/docs/assets/swagger-ui.css%00.js",
    "//api/accounts",
    "/API/ACCOUNTS",
    "/api/accounts/",
    "/api/accounts;jsessionid=1",
    "/api/%61ccounts",
    "/.git/config",
    "/.env",
    "/%c0%ae%c0%ae/",
    "/%ff",
  ])("%s leads nowhere", async (path) => {
    const answer = await request(`GET ${path}`);
    expectSafe(answer, path);
    expect([400, 404, 405]).toContain(answer.status);
    expect(answer.text).not.toMatch(/"name": ?"numma"|root:/);
  });
});

describe("a body", () => {
  const utf16 = (text: string) => Buffer.from(text, "utf16le").toString("latin1");
  it.each([
    ["UTF-16", utf16('{"name":"a"}'), "application/json; charset=utf-16"],
    ["UTF-16 that says UTF-8", utf16('{"name":"a"}'), "application/json; charset=utf-8"],
    ["NUL before", '\u0000{"name":"a"}', "application/json"],
    ["a form", "name=a", "application/x-www-form-urlencoded"],
    ["XML with an entity", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"],
    ["multipart", "--a\r\n\r\n--a--", "multipart/form-data; boundary=a"],
    ["no type", '{"name":"a"}', ""],
    ["JSON as text", '{"name":"a"}', "text/plain"],
    ["JSON Lines", '{"name":"a"}\n{"name":"b"}', "application/json"],
    ["a number without end", `{"name":${"9".repeat(100_000)}}`, "application/json"],
    ["the same key twice", '{"name":"a","name":"b"}', "application/json"],
    ["33 deep", `{"name":${"[".repeat(33)}${"]".repeat(33)}}`, "application/json"],
    ["50 000 deep", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, "application/json"],
    ["100 000 keys", `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join(",")}}`, "application/json"],
    ["a list of 300 000", `{"name":[${"1,".repeat(300_000)}1]}`, "application/json"],
    ["a text of a million", `{"name":"${"x".repeat(1_000_000)}"}`, "application/json"],
  ])("%s is a 4xx with a small answer", async (_, body, type) => {
    const bytes = Buffer.from(body, "latin1");
    const head = [
      "POST /api/accounts HTTP/1.1",
      "host: localhost",
      "connection: close",
      `authorization: Bearer ${mine.token}`,
      `content-type: ${type}`,
      `content-length: ${bytes.byteLength}`,
    ];
    const answer = await raw(port, Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes]));
    expectSafe(answer);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it("of a megabyte and one byte is a 413, and so is one of ten, of which the rest is not read", async () => {
    const pad = (size: number) => `{"name":"${"x".repeat(size - 11)}"}`;
    expect((await post(pad(1_048_577))).status).toBe(413);
    expect((await post(pad(1_048_576))).status).toBe(400);
    expect((await post(pad(10 * 1024 * 1024 + 1))).status).toBe(413);
  });

  it("with a byte order mark is read or refused, never misread", async () => {
    const answer = await post('\ufeff{"name":"a"}');
    expectSafe(answer);
    expect(answer.status).toBe(400);
  });
});

describe("a limit", () => {
  it.each(["0", "-1", "201", "1e9", "NaN", "1.5", "", "0x10", "١", "9".repeat(400), "1&limit=2", "[]", "true", "%00"])(
    "of %s is refused",
    async (limit) => {
      for (const path of ["/api/transactions", "/api/jobs", "/api/exports"])
        expect((await request(`GET ${path}?limit=${limit}`)).status).toBe(400);
    },
  );

  it("a cursor that is not ours is refused, whatever is in it", async () => {
    for (const cursor of ["x", "e30", "..", "%00", "A".repeat(5_000), "eyJwayI6IkNPTVBBTlkjIn0.AAAA"])
      expect((await request(`GET /api/transactions?cursor=${cursor}`)).status, cursor.slice(0, 20)).toBe(400);
  });
});

describe("a method", () => {
  it.each(["TRACE", "CONNECT", "PROPFIND", "LOCK", "PURGE", "M-SEARCH"])("%s does nothing", async (method) => {
    const answer = await request(`${method} ${method === "CONNECT" ? "localhost:80" : "/api/accounts"}`);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain(mine.token);
    expect([0, 400, 404, 405, 501]).toContain(answer.status);
  });

  it("nothing of all this was a bug", () => expect(errors).toEqual([]));
});
