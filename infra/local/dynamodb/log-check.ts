import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
const KINDS_MAX = 4;
const MASK_DELTA = 0xa282ead8;

/**
 * Looks through the write-ahead logs of a closed LevelDB, which itself skips what is damaged there without a word. A record cut
 * off by the end of a file is what a killed process leaves and is fine. Throws on anything else.
 */
export function checkLogs(directory: string): void {
  const table = checksumTable();
  for (const file of readdirSync(directory)) {
    if (!file.endsWith(".log")) continue;
    const offset = firstDamage(contentOf(join(directory, file)), table);
    if (offset !== undefined) throw new Error(`${file} is damaged at byte ${offset}`);
  }
}

/** Another process that has the directory open may remove a log meanwhile. */
const contentOf = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));

/** Records lie in blocks: checksum (4 bytes), length (2), kind (1), data; a block's last bytes may be too few for a header. */
function firstDamage(log: Buffer, table: Uint32Array): number | undefined {
  let offset = 0;
  while (offset + HEADER_BYTES <= log.length) {
    const leftInBlock = BLOCK_BYTES - (offset % BLOCK_BYTES);
    if (leftInBlock < HEADER_BYTES) {
      offset += leftInBlock;
      continue;
    }
    const length = log.readUInt16LE(offset + 4);
    const kind = log.readUInt8(offset + 6);
    const end = offset + HEADER_BYTES + length;
    if (kind === 0 && length === 0) return log.subarray(offset).every((byte) => byte === 0) ? undefined : offset;
    if (kind > KINDS_MAX || length > leftInBlock - HEADER_BYTES) return offset;
    if (end > log.length) return undefined;
    if (log.readUInt32LE(offset) !== masked(checksum(log, { from: offset + 6, to: end }, table))) return offset;
    offset = end;
  }
  return undefined;
}

/** LevelDB stores checksums rotated and shifted, so that a checksum of checksums stays meaningful. */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;

/** CRC-32C (Castagnoli). */
function checksum(bytes: Buffer, { from, to }: { readonly from: number; readonly to: number }, table: Uint32Array): number {
  let crc = 0xffffffff;
  for (let position = from; position < to; position += 1) crc = (table[(crc ^ (bytes[position] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const POLYNOMIAL = 0x82f63b78;

function checksumTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc >>> 0;
  });
}
