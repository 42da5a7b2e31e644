import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "./aws-error.ts";
import { type Exchange, reply, type Storage } from "./s3-exchange.ts";
import { describeFile, fileNameOf, keyOf, type StoredObject } from "./s3-file.ts";
import { branch, document, leaf } from "./s3-xml.ts";

const PAGE_MAX = 1000;

/** An entry of a listing: an object, or the common start of several. */
type Entry = { readonly key: string } | { readonly prefix: string };

type Wish = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly max: number;
  readonly write: (text: string) => string;
};

/** ListObjectsV2: keys in byte order, by pages of at most 1 000, with prefix, delimiter, start-after and encoding-type=url. */
export async function listObjects({ buckets }: Storage, exchange: Exchange): Promise<void> {
  const { bucket, query } = exchange;
  const wish = wishOf(query);
  const folder = buckets.objects(bucket);
  const found = entries(await keysIn(folder), wish);
  const page = found.slice(0, wish.max);
  const described = await Promise.all(
    page.map(async (entry) => {
      if ("prefix" in entry) return branch("CommonPrefixes", [leaf("Prefix", wish.write(entry.prefix))]);
      const about = await describeFile(join(folder, fileNameOf(entry.key)));
      return about ? contents(about, wish) : "";
    }),
  );
  const last = page.at(-1);
  const truncated = found.length > page.length && last !== undefined;
  const next = truncated ? [leaf("NextContinuationToken", tokenOf("prefix" in last ? `${last.prefix}\u{10FFFF}` : last.key))] : [];
  const head = [leaf("Name", bucket), leaf("Prefix", wish.write(wish.prefix)), leaf("KeyCount", page.length), leaf("MaxKeys", wish.max)];
  const body = document("ListBucketResult", [...head, leaf("IsTruncated", truncated), ...next, ...described]);
  reply(exchange, 200, {}, body);
}

/** Every key of a bucket, in byte order; hashed names are opened for theirs. */
async function keysIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const keys = await Promise.all(names.map(async (name) => keyOf(name) ?? (await describeFile(join(folder, name)))?.key));
  return keys.filter((key) => key !== undefined).sort(inByteOrder);
}

function entries(keys: readonly string[], { prefix, delimiter, after }: Wish): Entry[] {
  const folded = new Set<string>();
  return keys.flatMap((key): Entry[] => {
    if (!key.startsWith(prefix) || inByteOrder(key, after) <= 0) return [];
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end < 0) return [{ key }];
    const common = key.slice(0, end + delimiter.length);
    if (folded.has(common)) return [];
    folded.add(common);
    return [{ prefix: common }];
  });
}

const contents = (about: StoredObject, { write }: Wish): string =>
  branch("Contents", [
    leaf("Key", write(about.key)),
    leaf("LastModified", about.lastModified),
    leaf("ETag", about.etag),
    leaf("Size", about.size),
    leaf("StorageClass", "STANDARD"),
  ]);

function wishOf(query: URLSearchParams): Wish {
  const max = query.get("max-keys") ?? String(PAGE_MAX);
  if (!/^\d{1,9}$/.test(max)) throw new AwsError(400, "InvalidArgument", "Provided max-keys not an integer or within integer range");
  const token = query.get("continuation-token");
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    after: token === null ? (query.get("start-after") ?? "") : keyInToken(token),
    max: Math.min(Number(max), PAGE_MAX),
    write: query.get("encoding-type") === "url" ? encodeURIComponent : (text) => text,
  };
}

const TOKEN_START = "after:";
const tokenOf = (key: string): string => Buffer.from(TOKEN_START + key).toString("base64url");

function keyInToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(TOKEN_START)) throw new AwsError(400, "InvalidArgument", "The continuation token provided is incorrect");
  return text.slice(TOKEN_START.length);
}

const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
