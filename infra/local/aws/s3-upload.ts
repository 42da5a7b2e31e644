import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { decodeAwsChunks, type Trailers } from "./aws-chunks.ts";
import { AwsError } from "./aws-error.ts";
import { type Digests, digester } from "./body-digests.ts";
import { writeBytes } from "./s3-file.ts";

/** An upload that was read to its end and proved whole: sizes in bytes, `md5` raw, `crc32` base64. */
export type Received = { readonly size: number; readonly md5: Buffer; readonly crc32: string };

type Promised = {
  readonly size: number;
  readonly payloadHash: string;
  readonly headers: IncomingHttpHeaders;
  readonly announced: readonly string[];
  readonly trailers: Trailers;
};

const CHUNKED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const OBJECT_BYTES_MAX = 5 * 1024 ** 3;
const CHECKSUM = "x-amz-checksum-";
/** Headers that say which algorithm is meant; they carry no sum. */
const NOT_A_SUM = ["algorithm", "type", "mode"];

/**
 * Streams the body of a PUT into a new file and checks every promise made about it: length, x-amz-content-sha256, Content-MD5
 * and x-amz-checksum-* in the headers or in the trailer. Throws AwsError (400 BadDigest, IncompleteBody, ...) and leaves no file
 * when one is broken. A checksum in the query of a presigned URL is the SDK's own of an empty body and means nothing, as on AWS.
 */
export async function receiveUpload(request: IncomingMessage, payloadHash: string, path: string): Promise<Received> {
  const promised = promisesOf(request.headers, payloadHash);
  const { update, finish } = digester(algorithmsIn(promised));
  const outcome: { digests?: Digests } = {};
  async function* proved(): AsyncGenerator<Buffer> {
    const body = payloadHash === CHUNKED ? decodeAwsChunks(request, promised.trailers) : bytesOf(request);
    for await (const chunk of body) {
      if (update(chunk) > promised.size) throw new AwsError(400, "IncompleteBody", "The body is longer than announced.");
      yield chunk;
    }
    outcome.digests = finish();
    refuseBrokenPromises(promised, outcome.digests);
  }
  await writeBytes(path, proved());
  if (!outcome.digests) throw new Error("the body was not read to its end");
  const { size, md5, crc32 } = outcome.digests;
  return { size, md5, crc32: crc32.toString("base64") };
}

function promisesOf(headers: IncomingHttpHeaders, payloadHash: string): Promised {
  const chunked = payloadHash === CHUNKED;
  if (payloadHash.startsWith("STREAMING-") && !chunked) throw new AwsError(501, "NotImplemented", `${payloadHash} is not implemented here`);
  const size = chunked ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (typeof size !== "string" || !/^\d{1,15}$/.test(size)) {
    throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (Number(size) > OBJECT_BYTES_MAX) throw new AwsError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  const announced = String(headers["x-amz-trailer"] ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return { size: Number(size), payloadHash, headers, announced, trailers: new Map() };
}

const sumsNamedIn = (names: readonly string[]): string[] =>
  names
    .filter((name) => name.startsWith(CHECKSUM))
    .map((name) => name.slice(CHECKSUM.length))
    .filter((algorithm) => !NOT_A_SUM.includes(algorithm));

function algorithmsIn({ headers, announced, payloadHash }: Promised): ("sha1" | "sha256")[] {
  const named = new Set(sumsNamedIn([...Object.keys(headers), ...announced]));
  if (/^[0-9a-f]{64}$/.test(payloadHash)) named.add("sha256");
  for (const name of named) {
    if (!["crc32", "sha1", "sha256"].includes(name))
      throw new AwsError(501, "NotImplemented", `the checksum ${name} is not implemented here`);
  }
  return (["sha1", "sha256"] as const).filter((name) => named.has(name));
}

function refuseBrokenPromises({ size, headers, payloadHash, announced, trailers }: Promised, digests: Digests): void {
  if (digests.size !== size) throw new AwsError(400, "IncompleteBody", "You did not provide the number of bytes specified.");
  if (/^[0-9a-f]{64}$/.test(payloadHash) && digests.of.get("sha256")?.toString("hex") !== payloadHash) {
    throw new AwsError(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  if (headers["content-md5"] !== undefined && headers["content-md5"] !== digests.md5.toString("base64")) {
    throw new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  if (announced.length !== trailers.size || announced.some((name) => !trailers.has(name))) {
    throw new AwsError(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed.");
  }
  const claims = new Map<string, unknown>([...Object.entries(headers), ...trailers]);
  for (const algorithm of sumsNamedIn([...claims.keys()])) {
    if (claims.get(CHECKSUM + algorithm) !== digests.of.get(algorithm)?.toString("base64")) {
      throw new AwsError(400, "BadDigest", `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
    }
  }
}

async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of request) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}
