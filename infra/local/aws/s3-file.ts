import { createHash } from "node:crypto";
import { appendFile, type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { AwsError } from "./aws-error.ts";

/** What is kept about an object or a part, next to its bytes. `headers` are given back on GET; `crc32` is base64. */
export const StoredObject = z.object({
  key: z.string(),
  size: z.int().nonnegative(),
  etag: z.string(),
  lastModified: z.iso.datetime(),
  headers: z.record(z.string(), z.string()),
  crc32: z.string().exactOptional(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** An open object: close the handle when done. Its bytes stay readable and unchanged even if it is replaced meanwhile. */
export type OpenObject = { readonly about: StoredObject; readonly handle: FileHandle };

const TRAILER_BYTES = 8;
const ABOUT_BYTES_MAX = 64 * 1024;
const MARK = 0x4e_53_33_01;
const NAMEABLE_KEY_BYTES = 120;
const HASHED = "~";

/**
 * A file name for a key: its bytes in hexadecimal, so names sort as S3 sorts keys, no file system folds two keys into one
 * and no key leaves its folder; a long key is hashed, because names end at 255 bytes.
 */
export function fileNameOf(key: string): string {
  const bytes = Buffer.from(key);
  return bytes.length <= NAMEABLE_KEY_BYTES ? bytes.toString("hex") : HASHED + createHash("sha256").update(bytes).digest("hex");
}

/** The key a file name stands for, or undefined when only the file itself knows. */
export const keyOf = (fileName: string): string | undefined =>
  fileName.startsWith(HASHED) ? undefined : Buffer.from(fileName, "hex").toString();

/** Streams bytes into a new file. Removes the file and rethrows when the source fails. */
export async function writeBytes(path: string, source: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(source);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Ends a file with what is known about it: bytes and description become visible in one rename, so no crash can part them. */
export async function sealFile(path: string, about: StoredObject): Promise<void> {
  const text = Buffer.from(JSON.stringify(about));
  if (text.length > ABOUT_BYTES_MAX)
    throw new AwsError(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.");
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32BE(text.length, 0);
  trailer.writeUInt32BE(MARK, 4);
  await appendFile(path, Buffer.concat([text, trailer]));
}

/** Makes a sealed file visible, over whatever was there. */
export const publishFile = (path: string, target: string): Promise<void> => rename(path, target);

/** Makes a sealed file visible if nothing is there; of two racing writers one wins. Throws AwsError 412. */
export async function publishNewFile(path: string, target: string): Promise<void> {
  try {
    await link(path, target);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    throw new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  } finally {
    await rm(path, { force: true });
  }
}

/** Opens a published file, or undefined when there is none. */
export async function openFile(path: string): Promise<OpenObject | undefined> {
  const handle = await open(path).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    return { handle, about: await readAbout(handle) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What is known about a published file, or undefined when there is none. */
export async function describeFile(path: string): Promise<StoredObject | undefined> {
  const found = await openFile(path);
  await found?.handle.close();
  return found?.about;
}

async function readAbout(handle: FileHandle): Promise<StoredObject> {
  const { size } = await handle.stat();
  const trailer = Buffer.alloc(TRAILER_BYTES);
  await handle.read(trailer, 0, TRAILER_BYTES, size - TRAILER_BYTES);
  const length = trailer.readUInt32BE(0);
  if (trailer.readUInt32BE(4) !== MARK || length > ABOUT_BYTES_MAX) throw new Error("not a sealed object file");
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, size - TRAILER_BYTES - length);
  return StoredObject.parse(JSON.parse(text.toString()));
}

/** Whether a file system error carries this code. */
export const isCode = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;
