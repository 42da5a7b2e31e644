import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Sums of a body, raw bytes; `of` holds every one by its name in lower case. `size` in bytes. */
export type Digests = { readonly size: number; readonly md5: Buffer; readonly crc32: Buffer; readonly of: ReadonlyMap<string, Buffer> };

/** Sums a body as it streams by: its size, MD5 and CRC-32, and whatever else of sha1 and sha256 is asked. */
export function digester(algorithms: readonly ("sha1" | "sha256")[]) {
  const hashes = algorithms.map((name) => [name, createHash(name)] as const);
  const md5 = createHash("md5");
  const seen = { size: 0, crc: 0 };
  return {
    /** Adds a chunk; gives the size so far, in bytes. */
    update(chunk: Buffer): number {
      seen.size += chunk.length;
      seen.crc = crc32(chunk, seen.crc);
      md5.update(chunk);
      for (const [, hash] of hashes) hash.update(chunk);
      return seen.size;
    },
    /** The sums; call once, at the end. */
    finish(): Digests {
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(seen.crc);
      const md5Sum = md5.digest();
      const others = hashes.map(([name, hash]): [string, Buffer] => [name, hash.digest()]);
      return { size: seen.size, md5: md5Sum, crc32: checksum, of: new Map([["md5", md5Sum], ["crc32", checksum], ...others]) };
    },
  };
}
