import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayReply, GatewayRequest } from "#infra/local/gateway";
import { trustedHost } from "#infra/local/http-host";
import { httpServer } from "#infra/local/http-server";
import { bind, shut } from "#infra/local/listen";

const MEGABYTE = 1024 * 1024;
const seen: GatewayRequest[] = [];
const errors: unknown[] = [];
const ok: GatewayReply = { status: 200, headers: { "content-type": "text/plain" }, cookies: [], body: Buffer.from("hello") };
const state: { reply: (request: GatewayRequest) => Promise<GatewayReply> } = { reply: async () => ok };

const serverWith = (limits: { readonly headersTimeoutMs?: number; readonly requestTimeoutMs?: number }) =>
  httpServer(
    async (request) => {
      seen.push(request);
      return state.reply(request);
    },
    { onError: (error) => void errors.push(error), newRequestId: () => "request-1", hosts: ["app.numma.test"], ...limits },
  );
const server = serverWith({});
const impatient = serverWith({ headersTimeoutMs: 100, requestTimeoutMs: 200 });
const at = { port: 0, impatientPort: 0 };
beforeAll(async () => {
  at.port = await bind(server, 0);
  at.impatientPort = await bind(impatient, 0);
});
afterAll(() => Promise.all([shut(server), shut(impatient)]));

/** Sends these bytes and gives everything that came back once the server has closed the connection. */
const exchange = (...pieces: readonly (string | Buffer)[]): Promise<string> => exchangeAt(at.port, pieces);

function exchangeAt(port: number, pieces: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    for (const piece of pieces) socket.write(piece);
  });
}

const head = (line: string, ...headers: readonly string[]): string => [line, ...headers, "", ""].join("\r\n");
const CLOSE = "connection: close";
const statuses = (text: string): string[] => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = ""]) => status);
const lastRequest = (): GatewayRequest | undefined => seen.at(-1);

describe("what is not HTTP as it should be", () => {
  it.each([
    ["nonsense", "nonsense\r\n\r\n", "400"],
    ["no host", head("GET / HTTP/1.1"), "400"],
    ["two hosts", head("GET / HTTP/1.1", "host: localhost", "Host: evil.test", CLOSE), "400"],
    ["a space before the colon", head("GET / HTTP/1.1", "host : localhost"), "400"],
    ["a bare line feed in a value", head("GET / HTTP/1.1", "host: localhost", "x: a\nb: c", CLOSE), "400"],
    ["a length that is no number", head("POST / HTTP/1.1", "host: localhost", "content-length: 1x"), "400"],
    ["two lengths", head("POST / HTTP/1.1", "host: localhost", "content-length: 1", "content-length: 2"), "400"],
    ["a length beside a coding", head("POST / HTTP/1.1", "host: localhost", "content-length: 5", "transfer-encoding: chunked"), "400"],
    ["a coding that does not end in chunks", head("POST / HTTP/1.1", "host: localhost", "transfer-encoding: gzip"), "501"],
    ["a coding inside the chunks", `${head("POST / HTTP/1.1", "host: localhost", "transfer-encoding: gzip, chunked")}0\r\n\r\n`, "501"],
    ["a chunk of no size", `${head("POST / HTTP/1.1", "host: localhost", "transfer-encoding: chunked")}zz\r\n\r\n`, "400"],
    ["an expectation nobody knows", head("POST / HTTP/1.1", "host: localhost", "expect: tea", "content-length: 0"), "417"],
    ["10 KB of headers", head("GET / HTTP/1.1", "host: localhost", `x: ${"y".repeat(11_000)}`), "431"],
    ["10 KB of address", head(`GET /${"y".repeat(11_000)} HTTP/1.1`, "host: localhost"), "431"],
  ])("%s is refused, and the connection closed", async (_, text, status) => {
    const before = seen.length;
    const answer = await exchange(text);
    expect(statuses(answer)).toEqual([status]);
    expect(answer.toLowerCase()).toContain("connection: close");
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain(`"status":${status}`);
    expect(seen.length).toBe(before);
  });
});

describe("a caller who takes too long", () => {
  it("over the headers is told so and hung up on", async () => {
    expect(statuses(await exchangeAt(at.impatientPort, ["GET / HTTP/1.1\r\nhost: local"]))).toEqual(["408"]);
  });

  it("over the body is told so and hung up on, and the API never hears of it", async () => {
    const before = seen.length;
    const half = [head("POST / HTTP/1.1", "host: localhost", "content-length: 10"), "12345"];
    expect(statuses(await exchangeAt(at.impatientPort, half))).toEqual(["408"]);
    expect(seen.length).toBe(before);
  });
});

describe("a body over 10 MB", () => {
  it("that says so is refused before it is sent, in the words of the API", async () => {
    const length = `content-length: ${11 * MEGABYTE}`;
    const answer = await exchange(head("POST / HTTP/1.1", "host: localhost", "accept-language: en", length, "expect: 100-continue"));
    expect(statuses(answer)).toEqual(["413"]);
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain('"code":"request.body_too_large"');
    expect(answer).toContain('"request_id":"request-1"');
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  it("that does not say so is refused once it passes the limit, and the caller who is still sending hears it", async () => {
    const before = seen.length;
    const chunk = Buffer.alloc(MEGABYTE, "x");
    const chunks = Array.from({ length: 11 }, () => [`${MEGABYTE.toString(16)}\r\n`, chunk, "\r\n"]).flat();
    const answer = await exchange(head("POST / HTTP/1.1", "host: localhost", "transfer-encoding: chunked"), ...chunks, "0\r\n\r\n");
    expect(statuses(answer)).toEqual(["413"]);
    expect(seen.length).toBe(before);
  });

  it("of exactly 10 MB is taken", async () => {
    const text = head("POST / HTTP/1.1", "host: localhost", `content-length: ${10 * MEGABYTE}`, CLOSE);
    expect(statuses(await exchange(text, Buffer.alloc(10 * MEGABYTE, "x")))).toEqual(["200"]);
    expect(lastRequest()?.body.byteLength).toBe(10 * MEGABYTE);
  });
});

describe("HTTP as it is spoken", () => {
  it("lets a caller who asks send its body", async () => {
    const text = head("POST /a HTTP/1.1", "host: localhost", "content-length: 2", "expect: 100-continue", CLOSE);
    expect(statuses(await exchange(text, "hi"))).toEqual(["100", "200"]);
    expect(lastRequest()?.body.toString()).toBe("hi");
  });

  it("takes a whole address in the request line, whose host counts", async () => {
    await exchange(head("GET http://localhost:1234/a/b?c=d HTTP/1.1", "host: evil.test", CLOSE));
    expect(lastRequest()).toMatchObject({ url: "/a/b?c=d", headers: { host: "localhost:1234" } });
  });

  it("answers HTTP/1.0, which names no host, and closes", async () => {
    const answer = await exchange(head("GET /old HTTP/1.0"));
    expect(statuses(answer)).toEqual(["200"]);
    expect(answer).toMatch(/content-length: 5/);
    expect(lastRequest()?.headers["host"]).toBe(`127.0.0.1:${at.port}`);
  });

  it("answers requests sent one after the other without waiting, in their order", async () => {
    state.reply = async ({ url }) => {
      if (url === "/1") await new Promise((resolve) => setImmediate(resolve));
      return { ...ok, body: Buffer.from(url) };
    };
    const two = head("GET /1 HTTP/1.1", "host: localhost") + head("GET /2 HTTP/1.1", "host: localhost", CLOSE);
    const answer = await exchange(two);
    state.reply = async () => ok;
    expect(statuses(answer)).toEqual(["200", "200"]);
    expect(answer.indexOf("/1")).toBeLessThan(answer.indexOf("/2"));
  });

  it("gives nobody the refusal of what came after: it hangs up", async () => {
    const answered = { resolve: (): void => undefined };
    state.reply = () =>
      new Promise((resolve) => {
        answered.resolve = () => resolve(ok);
      });
    const answer = await exchange(`${head("GET /first HTTP/1.1", "host: localhost")}nonsense\r\n\r\n`);
    answered.resolve();
    state.reply = async () => ok;
    expect(answer).toBe("");
  });

  it("answers HEAD with the length and without the body", async () => {
    const answer = await exchange(head("HEAD / HTTP/1.1", "host: localhost", CLOSE));
    expect(answer).toMatch(/content-length: 5/);
    expect(answer.split("\r\n\r\n")[1]).toBe("");
    state.reply = async () => ({ ...ok, headers: { "content-length": "1234" }, body: Buffer.alloc(0) });
    expect(await exchange(head("HEAD / HTTP/1.1", "host: localhost", CLOSE))).toMatch(/content-length: 1234/);
    state.reply = async () => ok;
  });

  it("never lets a value end its header: the answer is lost rather than split", async () => {
    for (const headers of [{ location: "/a\r\nset-cookie: stolen=1" }, { "x-a": "b\nc: d" }, { "bad name": "x" }]) {
      state.reply = async () => ({ ...ok, headers });
      const answer = await exchange(head("GET / HTTP/1.1", "host: localhost", CLOSE));
      expect(statuses(answer)).toEqual(["500"]);
      expect(answer).not.toContain("stolen");
    }
    state.reply = async () => ({ ...ok, cookies: ["a=b\r\nx: y"] });
    expect(statuses(await exchange(head("GET / HTTP/1.1", "host: localhost", CLOSE)))).toEqual(["500"]);
    state.reply = async () => ok;
    expect(errors.splice(0)).toHaveLength(4);
  });
});

describe("who calls, and where to", () => {
  it("is what the socket says, whatever the headers say", async () => {
    await exchange(head("GET / HTTP/1.1", "host: localhost", "x-forwarded-for: 203.0.113.7", "forwarded: for=203.0.113.7", CLOSE));
    expect(lastRequest()?.sourceIp).toBe("127.0.0.1");
  });

  it("is a name of this machine or an allowed one: any other is taken for our own address", () => {
    const known = { allowed: ["app.numma.test"], own: "127.0.0.1:8000" };
    for (const host of ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "app.numma.test"])
      expect(trustedHost(host, known)).toBe(host);
    expect(trustedHost("LOCALHOST:8000", known)).toBe("localhost:8000");
    const strange = [
      "evil.test",
      "localhost.evil.test",
      "localhost:8000@evil.test",
      "localhost:8000/x",
      "localhost:",
      "a\r\nb",
      "app.numma.test:1",
    ];
    for (const host of [undefined, "", ...strange]) expect(trustedHost(host, known), String(host)).toBe("127.0.0.1:8000");
  });

  it("reaches the API so: a link is never built on a host that only the caller names", async () => {
    await exchange(head("GET / HTTP/1.1", "host: evil.test", "x-forwarded-host: evil.test", CLOSE));
    expect(lastRequest()?.headers["host"]).toBe(`127.0.0.1:${at.port}`);
  });
});

it("met no error of its own", () => expect(errors).toEqual([]));
