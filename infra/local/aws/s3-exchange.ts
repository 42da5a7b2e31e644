import type { IncomingMessage, ServerResponse } from "node:http";
import type { Buckets } from "./s3-buckets.ts";
import type { StoredObject } from "./s3-file.ts";

/** One signed S3 request, whose operation the signer may do. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly payloadHash: string;
  /** Whether the signer may also do this. */
  readonly allows: (action: string, resource: string) => boolean;
};

/** What the operations share. */
export type Storage = { readonly buckets: Buckets; readonly now: () => Date; readonly newId: () => string };

const KEPT_HEADERS = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];

/** The headers of a PUT that come back on GET; `aws-chunked` was a coding of the transfer only. */
export function keptHeaders({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    if (typeof value !== "string" || !(KEPT_HEADERS.includes(name) || name.startsWith("x-amz-meta-"))) return [];
    const text = name === "content-encoding" ? value.replace(/(^|,)\s*aws-chunked\s*(,|$)/, "") : value;
    return text ? [[name, text] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** Ends the exchange with a document, or with headers only. */
export function reply({ response }: Exchange, statusCode: number, headers: Readonly<Record<string, string>>, body = ""): void {
  response.writeHead(statusCode, {
    ...(body ? { "content-type": "application/xml" } : {}),
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** An entity tag as S3 writes it, from raw MD5 bytes. */
export const etagOf = (md5: Buffer): string => `"${md5.toString("hex")}"`;

/** The headers that answer a write. */
export const writtenHeaders = ({ etag, crc32 }: Pick<StoredObject, "etag" | "crc32">): Record<string, string> => ({
  etag,
  ...(crc32 === undefined ? {} : { "x-amz-checksum-crc32": crc32, "x-amz-checksum-type": "FULL_OBJECT" }),
});
