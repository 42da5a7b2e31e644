import { crc32, createInflateRaw } from "node:zlib";

/** Why an archive is not read. */
export type ZipFaultCode = "zip_damaged" | "zip_encrypted" | "zip_too_many_entries" | "zip_too_large" | "zip_ratio";

export class ZipFault extends Error {
  override readonly name = "ZipFault";
  readonly code: ZipFaultCode;
  readonly entry: string;
  constructor(code: ZipFaultCode, entry = "") {
    super(`${code} ${entry}`);
    this.code = code;
    this.entry = entry;
  }
}

/** What reading an archive may cost. Sizes are of what comes out, counted as it comes: what the archive says of itself is not believed. */
export type ZipLimits = {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Bytes out for a byte in, beyond the first megabyte. */
  readonly ratio: number;
};

/** One file of an archive. */
export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly offset: number;
};

/** An archive in memory: its entries by name, and the bytes that came out of them so far. */
export type Unzipping = {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly bytesOut: () => number;
  /** The bytes of an entry in pieces. Throws ZipFault as soon as a limit is passed, with at most one piece more than the limit out. */
  readonly read: (entry: ZipEntry) => AsyncGenerator<Uint8Array>;
};

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAGS = 0x41;
const PIECE_BYTES = 65_536;
const RATIO_FROM_BYTES = 1_048_576;

/** Opens an archive by its central directory. Throws ZipFault on what is no archive, is encrypted, or has too many entries. Zip64 is refused: no file of ours is so large. */
export function unzip(bytes: Uint8Array, limits: ZipLimits): Unzipping {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const [count, from] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (count > limits.entries) throw new ZipFault("zip_too_many_entries", String(count));
  const entries = new Map<string, ZipEntry>();
  let at = from;
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = centralEntry(view, bytes, at, end);
    if (entries.has(entry.name)) throw new ZipFault("zip_damaged", entry.name.slice(0, NAME_SHOWN));
    entries.set(entry.name, entry);
    at = next;
  }
  const counted = { out: 0 };
  return { entries, bytesOut: () => counted.out, read: (entry) => bytesOfEntry(packedOf(view, bytes, entry), entry, limits, counted) };
}

const NAME_SHOWN = 60;

/** The end record is searched backwards, behind a comment of any length. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - COMMENT_MAX); at -= 1) if (view.getUint32(at, true) === END_SIGNATURE) return at;
  throw new ZipFault("zip_damaged");
}

function centralEntry(view: DataView, bytes: Uint8Array, at: number, end: number): { readonly entry: ZipEntry; readonly next: number } {
  if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) throw new ZipFault("zip_damaged");
  const [nameBytes, extraBytes, commentBytes] = [
    view.getUint16(at + 28, true),
    view.getUint16(at + 30, true),
    view.getUint16(at + 32, true),
  ];
  const next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
  if (next > end) throw new ZipFault("zip_damaged");
  const name = Buffer.from(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)).toString("utf8");
  const entry = {
    ...{ name, flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true) },
    ...{ packedBytes: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) },
  };
  return { entry, next };
}

/** The packed bytes of an entry: they lie behind its own header, which may be longer than what the directory says of it. */
function packedOf(view: DataView, bytes: Uint8Array, { name, flags, method, offset, packedBytes }: ZipEntry): Uint8Array {
  if ((flags & ENCRYPTED_FLAGS) !== 0) throw new ZipFault("zip_encrypted", name.slice(0, NAME_SHOWN));
  const damaged = new ZipFault("zip_damaged", name.slice(0, NAME_SHOWN));
  if (method !== STORED && method !== DEFLATED) throw damaged;
  if (offset + LOCAL_BYTES > bytes.byteLength || view.getUint32(offset, true) !== LOCAL_SIGNATURE) throw damaged;
  const from = offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packedBytes > bytes.byteLength) throw damaged;
  return bytes.subarray(from, from + packedBytes);
}

async function* bytesOfEntry(
  packed: Uint8Array,
  { name, method, crc }: ZipEntry,
  limits: ZipLimits,
  counted: { out: number },
): AsyncGenerator<Uint8Array> {
  const shown = name.slice(0, NAME_SHOWN);
  let out = 0;
  let check = 0;
  for await (const piece of method === STORED ? pieces(packed) : inflated(packed, shown)) {
    out += piece.byteLength;
    counted.out += piece.byteLength;
    if (out > limits.entryBytes || counted.out > limits.totalBytes) throw new ZipFault("zip_too_large", shown);
    if (out > RATIO_FROM_BYTES && out > packed.byteLength * limits.ratio) throw new ZipFault("zip_ratio", shown);
    check = crc32(piece, check);
    yield piece;
  }
  if (check !== crc) throw new ZipFault("zip_damaged", shown);
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** Inflates no faster than it is read: a piece is made when the one before was taken, and leaving the loop ends it. */
async function* inflated(packed: Uint8Array, name: string): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  inflate.end(packed);
  try {
    for await (const piece of inflate) yield bytesIn(piece);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) throw new ZipFault("zip_damaged", name);
    throw error;
  } finally {
    inflate.destroy();
  }
}

function bytesIn(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new TypeError("inflate gave no bytes");
}
