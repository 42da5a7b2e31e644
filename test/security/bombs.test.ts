import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver } from "#test/faults/switchable";
import { company, type TestWorld, testWorld } from "#test/world";

/** What an upload may grow by while it is read, whatever it holds: a piece of it, findings, and what is not yet collected. */
const GROWTH_MAX = 200 * 1024 * 1024;
const BOMB_BYTES = 16 * 1024 * 1024;

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

const zeros = () => new Uint8Array(BOMB_BYTES);
const laughs = () => {
  const entities = Array.from({ length: 20 }, (_, at) => `<!ENTITY b${at} "${`&b${at - 1};`.repeat(10)}">`).join("");
  return Buffer.from(`<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY b "ha">${entities}]>\n<l>&b19;</l>\n`);
};
const BOMBS: readonly (readonly [string, () => Uint8Array])[] = [
  ["a zip of 16 MB of zeros", () => zipSync({ "a.txt": zeros() }, { level: 1 })],
  ["a zip in a zip in a zip", () => zipSync({ "c.zip": zipSync({ "b.zip": zipSync({ "a.txt": zeros() }, { level: 1 }) }) })],
  ["a gzip of 16 MB of zeros", () => gzipSync(zeros(), { level: 1 })],
  ["XML with entities that multiply", laughs],
  ["a line without end", () => Buffer.alloc(4_000_000, "x")],
  ["300 000 lines without a field", () => Buffer.from("\n".repeat(300_000))],
];

/** A file put to its presigned link, as a browser does. */
async function uploaded(purpose: string, file: Uint8Array): Promise<string> {
  const announced = { purpose, file_name: "123456782FEC20251231.txt", bytes: file.byteLength, content_type: "text/plain" };
  const { status, body, text } = await mine.post("/api/uploads", announced);
  expect(status, text).toBe(201);
  const put = await fetch(String(body["url"]), {
    ...{ method: "PUT", body: new Uint8Array(file) },
    headers: { "content-type": "text/plain", "if-none-match": "*" },
  });
  expect(put.status).toBe(200);
  return String(body["upload_id"]);
}

async function worked(path: string, uploadId: string) {
  const started = await mine.post(path, { upload_id: uploadId });
  expect(started.status, started.text).toBe(202);
  const before = process.memoryUsage().rss;
  await deliver(world, "jobs/run", { companyId: mine.id, jobId: started.body["id"] });
  const grown = process.memoryUsage().rss - before;
  const { body, text } = await mine.get(`/api/jobs/${started.body["id"]}`);
  return { grown, body, text };
}

describe.each(BOMBS)("%s, uploaded", (_, make) => {
  let bomb: Uint8Array;
  beforeAll(() => {
    bomb = make();
  });

  it("is found not to conform, at a line, in little memory", async () => {
    const { grown, body, text } = await worked("/api/ledger/fec/check", await uploaded("fec_check", bomb));
    expect(body, text.slice(0, 500)).toMatchObject({ status: "done", result: { verdict: "non_conforme" } });
    expect(text).toMatch(/"line":\d+/);
    expect(text).not.toMatch(/haha|root:/);
    expect(text.length).toBeLessThan(200_000);
    expect(grown).toBeLessThan(GROWTH_MAX);
  });

  it("is imported by nobody: every problem names its line, and no entry is written", async () => {
    const path = "/api/ledger/import/fec?mode=history&starts_on=2025-01-01&ends_on=2025-12-31";
    const { grown, body, text } = await worked(path, await uploaded("fec_import", bomb));
    expect(body, text.slice(0, 500)).toMatchObject({ status: "done", result: { imported: false, imported_entries: 0 } });
    expect(text).toMatch(/"problems":\[\{"code":"\w+","line":\d+/);
    expect(text.length).toBeLessThan(200_000);
    expect(grown).toBeLessThan(GROWTH_MAX);
    expect((await mine.get("/api/ledger/entries?year=2025")).body["data"] ?? []).toEqual([]);
  });
});
