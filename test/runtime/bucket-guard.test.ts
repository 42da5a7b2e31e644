import { expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import type { Bucket } from "#runtime/bucket";
import { guardedBucket } from "#runtime/bucket-guard";

const MINE = CompanyId.parse("cmp_01JABCDEF0000000000000000A");
const THEIRS = "cmp_01JABCDEF0000000000000000B";

/** A bucket that answers and remembers which keys reached it. */
function remembering(): Bucket & { readonly keys: string[] } {
  const keys: string[] = [];
  const seen = async (key: string) => void keys.push(key);
  return {
    keys,
    put: seen,
    stream: seen,
    remove: seen,
    linkTo: async (key) => {
      keys.push(key);
      return { url: "", expiresInSeconds: 1 };
    },
    linkToPut: async (key) => {
      keys.push(key);
      return { url: "", headers: {}, expiresInSeconds: 1 };
    },
    size: async (key) => {
      keys.push(key);
      return 1;
    },
    async *read(key) {
      keys.push(key);
      yield new Uint8Array();
    },
  };
}

const everything = (bucket: Bucket, key: string) => [
  () => bucket.put(key, "text/plain", new Uint8Array()),
  () => bucket.stream(key, "text/plain", bucket.read(`uploads/${MINE}/x`, { bytesMax: 1 })),
  () => bucket.linkTo(key, "x"),
  () => bucket.linkToPut(key, { bytes: 1, contentType: "text/plain" }),
  () => bucket.size(key),
  () => bucket.remove(key),
  async () => bucket.read(key, { bytesMax: 1 }),
];

it.each([
  `exports/${THEIRS}/exp/file.csv`,
  `exports/${MINE}`,
  `exports/${MINE}/`,
  `exports/${MINE}/../${THEIRS}/file.csv`,
  `exports/${MINE}X/file.csv`,
  `audit/${MINE}/file.csv`,
  `/exports/${MINE}/file.csv`,
  "",
])("a company's work never reaches the object %s", async (key) => {
  const bucket = remembering();
  for (const run of everything(guardedBucket(bucket, MINE), key))
    await expect((async () => run())()).rejects.toMatchObject({ name: "ForeignObject" });
  expect(bucket.keys).toEqual([]);
});

it("a company's work reaches its own exports and uploads", async () => {
  const bucket = remembering();
  for (const key of [`exports/${MINE}/exp_1/file.csv`, `uploads/${MINE}/upl_1/ab`, `attachments/${MINE}/txn_1/ab`])
    for (const run of everything(guardedBucket(bucket, MINE), key)) await run();
  expect(bucket.keys.length).toBeGreaterThanOrEqual(10);
  await expect(guardedBucket(bucket, null).size("exports/nobody/x")).rejects.toMatchObject({ name: "ForeignObject" });
});
