import { Zip, ZipDeflate } from "fflate";

/** One file of an archive, its bytes as they come. */
export type ZipPart = { readonly path: string; readonly bytes: AsyncIterable<Uint8Array> };

/** Every part carries the same date, so that the same content gives the same bytes. */
const PART_DATE = "1980-01-01T00:00:00";

/** A zip archive written part after part: memory holds one chunk of one part. */
export async function* zipBytes(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    if (chunk.length > 0) ready.push(chunk);
  });
  for await (const { path, bytes } of parts) {
    const part = new ZipDeflate(path, { level: 6 });
    part.mtime = PART_DATE;
    archive.add(part);
    for await (const chunk of bytes) {
      part.push(chunk);
      yield* ready.splice(0);
    }
    part.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  archive.end();
  yield* ready.splice(0);
}
