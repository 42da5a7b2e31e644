import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

/**
 * Reads a whole body into memory. Throws AwsError 413 beyond `bytesMax`, and leaves the connection open so that the caller
 * can be told.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const seen = { size: 0 };
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    seen.size += bytes.length;
    if (seen.size > bytesMax) throw new AwsError(413, "RequestEntityTooLarge", `The request is larger than ${bytesMax} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
