import { createHash } from "node:crypto";
import type { Export, Written } from "#store/exports";
import type { Services } from "./services.ts";

export type Place = Pick<Export, "key" | "contentType">;

/**
 * Streams a file to its place, hashed and counted as it passes. The object appears once the last byte is in, or not at all when its
 * source throws. Written twice, it is the same object with the same bytes.
 */
export async function written(
  documents: Pick<Services["documents"], "stream">,
  { key, contentType }: Place,
  source: AsyncIterable<Uint8Array>,
): Promise<Written> {
  const seal = createHash("sha256");
  let bytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      seal.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  await documents.stream(key, contentType, measured());
  return { key, sha256: seal.digest("hex"), bytes };
}

/**
 * The place of a file made of data that may have moved since the question. Two workers that saw different moments write two objects,
 * and the one that ends first says which is the export's; two that saw the same write the same bytes.
 */
export function placeOf({ key, contentType }: Place, seen: string): Place {
  const name = key.lastIndexOf("/");
  const moment = createHash("sha256").update(seen).digest("hex").slice(0, 16);
  return { key: `${key.slice(0, name)}/${moment}${key.slice(name)}`, contentType };
}
