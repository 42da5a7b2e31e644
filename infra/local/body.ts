import type { IncomingMessage } from "node:http";

/** A whole request body, or null as soon as it passes `bytesMax`: the rest is not read. */
export async function bodyWithin(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
