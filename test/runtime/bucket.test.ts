import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bucket } from "#runtime/bucket";
import { type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true, start: new Date().toISOString() });
});
afterAll(() => world.end());

/** Bytes of buffers held after a full collection. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().arrayBuffers;
}

const MEBIBYTE = 1_048_576;

function documents(name = "numma-documents") {
  const {
    AWS_ENDPOINT_URL: endpoint = "",
    AWS_ACCESS_KEY_ID: accessKeyId = "",
    AWS_SECRET_ACCESS_KEY: secretAccessKey = "",
  } = world.addressOf("exports/produce");
  return bucket(new S3Client({ region: "eu-west-3", endpoint, credentials: { accessKeyId, secretAccessKey } }), name, world.clock.now);
}

/** Mebibytes made one at a time; tells how many were asked for and whether it was let go. */
function source(count: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { made: 0, closed: false, peak: 0 };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (; state.made < count; state.made += 1) {
        if (state.made === failAt) throw new Error("the source failed");
        if (state.made % 8 === 0) state.peak = Math.max(state.peak, heldBytes());
        yield Buffer.alloc(MEBIBYTE, state.made);
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, chunks };
}

it("streams a file far larger than what it holds in memory", async () => {
  const before = heldBytes();
  const { state, chunks } = source(96);
  await documents().stream("exports/large.txt", "text/plain", chunks());
  expect(state).toMatchObject({ made: 96, closed: true });
  console.log(`96 MiB streamed: ${Math.round((state.peak - before) / MEBIBYTE)} MiB held at most`);
  expect(state.peak - before).toBeLessThan(60 * MEBIBYTE);
  const { url } = await documents().linkTo("exports/large.txt", "large.txt");
  expect((await fetch(url, { headers: { range: "bytes=0-0" } })).headers.get("content-range")).toBe(`bytes 0-0/${96 * MEBIBYTE}`);
});

it("leaves no object when the source fails half-way", async () => {
  const { state, chunks } = source(40, 20);
  await expect(documents().stream("exports/broken.txt", "text/plain", chunks())).rejects.toThrow("the source failed");
  expect(state.closed).toBe(true);
  const { url } = await documents().linkTo("exports/broken.txt", "broken.txt");
  expect((await fetch(url)).status).toBeGreaterThanOrEqual(400);
});

it("reads an object as it comes, tells its size, and refuses to read a larger one than it was told", async () => {
  const { chunks } = source(9);
  await documents().stream("uploads/nine.bin", "text/plain", chunks());
  expect(await documents().size("uploads/nine.bin")).toBe(9 * MEBIBYTE);
  let [bytes, pieces] = [0, 0];
  for await (const chunk of documents().read("uploads/nine.bin", { bytesMax: 9 * MEBIBYTE }))
    [bytes, pieces] = [bytes + chunk.length, pieces + 1];
  expect(bytes).toBe(9 * MEBIBYTE);
  expect(pieces).toBeGreaterThan(9);
  const first = documents()
    .read("uploads/nine.bin", { bytesMax: 9 * MEBIBYTE - 1 })
    [Symbol.asyncIterator]();
  await expect(first.next()).rejects.toThrow(RangeError);
  for await (const chunk of documents().read("uploads/nine.bin", { bytesMax: 9 * MEBIBYTE })) if (chunk.length > 0) break;
  expect(await documents().size("uploads/nothing.bin")).toBeNull();
  await expect(documents().read("uploads/nothing.bin", { bytesMax: 1 })[Symbol.asyncIterator]().next()).rejects.toThrow();
});

it("lets its source go when the upload is refused", async () => {
  const { state, chunks } = source(200);
  await expect(documents("another-bucket").stream("exports/refused.txt", "text/plain", chunks())).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(state.closed).toBe(true);
  expect(state.made).toBeLessThan(60);
});
