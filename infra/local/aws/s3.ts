import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError, type May } from "./aws-error.ts";
import { openBuckets } from "./s3-buckets.ts";
import { type Exchange, reply, type Storage } from "./s3-exchange.ts";
import { listObjects } from "./s3-listing.ts";
import { abortUpload, completeUpload, createUpload, putPart } from "./s3-multipart.ts";
import { deleteObject, getObject, headObject, putObject } from "./s3-objects.ts";
import { listParts, listUploads } from "./s3-upload-listing.ts";
import { decodePath } from "./sigv4.ts";

/** A request whose signature was verified. `path` and `query` as sent. */
type S3Request = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly principal: string;
  readonly payloadHash: string;
};

export type S3 = {
  /** Makes the bucket when absent. */
  readonly ensureBucket: (name: string) => Promise<void>;
  /** Answers one request; throws AwsError before anything was written to the response. */
  readonly answer: (call: S3Request, may: May) => Promise<void>;
};

type Operation = {
  readonly method: string;
  readonly on: "bucket" | "object";
  /** Query parameters that choose this operation, and those it also understands. */
  readonly chosenBy: readonly string[];
  readonly understands?: readonly string[];
  readonly action: string;
  readonly run: (storage: Storage, exchange: Exchange) => Promise<void>;
};

const LISTING = ["prefix", "delimiter", "max-keys", "start-after", "continuation-token", "encoding-type", "fetch-owner"];

const PARTS = ["max-parts", "part-number-marker", "encoding-type"];
const UPLOADS = ["prefix", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"];

const OPERATIONS: readonly Operation[] = [
  { method: "GET", on: "bucket", chosenBy: ["list-type"], understands: LISTING, action: "s3:ListBucket", run: listObjects },
  { method: "HEAD", on: "bucket", chosenBy: [], action: "s3:ListBucket", run: async (_, exchange) => reply(exchange, 200, {}) },
  { method: "PUT", on: "bucket", chosenBy: [], action: "s3:CreateBucket", run: createBucket },
  {
    method: "DELETE",
    on: "bucket",
    chosenBy: [],
    action: "s3:DeleteBucket",
    async run({ buckets }, exchange) {
      await buckets.remove(exchange.bucket);
      reply(exchange, 204, {});
    },
  },
  // Nothing here is ever read without a signature, so there is nothing to block.
  {
    method: "PUT",
    on: "bucket",
    chosenBy: ["publicAccessBlock"],
    action: "s3:PutBucketPublicAccessBlock",
    run: async (_, exchange) => reply(exchange, 200, {}),
  },
  { method: "GET", on: "object", chosenBy: [], action: "s3:GetObject", run: getObject },
  { method: "HEAD", on: "object", chosenBy: [], action: "s3:GetObject", run: headObject },
  { method: "PUT", on: "object", chosenBy: [], action: "s3:PutObject", run: putObject },
  { method: "DELETE", on: "object", chosenBy: [], action: "s3:DeleteObject", run: deleteObject },
  { method: "POST", on: "object", chosenBy: ["uploads"], action: "s3:PutObject", run: createUpload },
  { method: "PUT", on: "object", chosenBy: ["partNumber", "uploadId"], action: "s3:PutObject", run: putPart },
  { method: "POST", on: "object", chosenBy: ["uploadId"], action: "s3:PutObject", run: completeUpload },
  { method: "GET", on: "object", chosenBy: ["uploadId"], understands: PARTS, action: "s3:ListMultipartUploadParts", run: listParts },
  { method: "GET", on: "bucket", chosenBy: ["uploads"], understands: UPLOADS, action: "s3:ListBucketMultipartUploads", run: listUploads },
  { method: "DELETE", on: "object", chosenBy: ["uploadId"], action: "s3:AbortMultipartUpload", run: abortUpload },
];

/** Headers that change what a write means and are not built: ignoring one would lie. */
const UNSUPPORTED_HEADERS = ["if-match", "x-amz-copy-source", "x-amz-write-offset-bytes", "x-amz-object-lock-mode"];

/**
 * Opens a local S3 on a directory: buckets, objects as files published by one rename, multipart uploads. `newId` names
 * temporary files and uploads. One process a directory.
 */
export async function openS3(options: { readonly directory: string; readonly now: () => Date; readonly newId: () => string }): Promise<S3> {
  const storage: Storage = { buckets: await openBuckets(options.directory), now: options.now, newId: options.newId };
  return {
    ensureBucket: async (name) => {
      await storage.buckets.create(name);
    },
    answer: async ({ request, response, path, query, principal, payloadHash }, may) => {
      const { bucket, key } = addressOf(path);
      const operation = operationFor(request.method ?? "", key, query);
      const allows = (action: string, resource: string): boolean => may(principal, action, resource);
      if (!allows(operation.action, operation.on === "bucket" ? bucket : `${bucket}/${key}`)) {
        throw new AwsError(403, "AccessDenied", `${principal} is not authorized to perform ${operation.action}`);
      }
      refuseUnsupported(request);
      if (operation.run !== createBucket) await storage.buckets.mustExist(bucket);
      await operation.run(storage, { request, response, bucket, key, query, payloadHash, allows });
    },
  };
}

/** Path style: /bucket/key. A key may hold slashes, encoded or not. */
function addressOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = "", ...rest] = path.split("/").map(decodePath);
  return { bucket, key: rest.join("/") };
}

function operationFor(method: string, key: string, query: URLSearchParams): Operation {
  const asked = [...new Set(query.keys())].filter((name) => !/^(x-id|x-amz-.*|response-.*)$/i.test(name));
  const found = OPERATIONS.find(
    ({ on, chosenBy, understands = [], ...operation }) =>
      operation.method === method &&
      on === (key ? "object" : "bucket") &&
      chosenBy.every((name) => asked.includes(name)) &&
      asked.every((name) => chosenBy.includes(name) || understands.includes(name)),
  );
  if (!found) throw new AwsError(501, "NotImplemented", "A header or query you provided implies functionality that is not implemented");
  return found;
}

function refuseUnsupported({ headers }: IncomingMessage): void {
  const name = UNSUPPORTED_HEADERS.find((unsupported) => unsupported in headers);
  const conditional = headers["if-none-match"];
  if (name) throw new AwsError(501, "NotImplemented", `the header ${name} is not implemented here`);
  if (conditional !== undefined && conditional !== "*" && headers["content-length"] !== undefined) {
    throw new AwsError(501, "NotImplemented", "If-None-Match only takes * on a write");
  }
}

async function createBucket({ buckets }: Storage, exchange: Exchange): Promise<void> {
  const made = await buckets.create(exchange.bucket);
  if (!made) throw new AwsError(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded.");
  reply(exchange, 200, { location: `/${exchange.bucket}` });
}
