import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "./aws-error.ts";

/** Access key id -> its secret and who it stands for. */
export type Credentials = ReadonlyMap<string, { readonly secret: string; readonly principal: string }>;

/** A request as it came over the wire. `bodySha256` (hex) when the whole body was read before; S3 streams and leaves it out. */
export type SignedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bodySha256?: string;
};

export type SignedService = "dynamodb" | "sqs" | "secretsmanager" | "s3" | "ses";

/** Who signed, and the payload hash the signature covers: hex SHA-256, "UNSIGNED-PAYLOAD" or "STREAMING-...". */
export type Signer = { readonly principal: string; readonly payloadHash: string };

type Trust = { readonly credentials: Credentials; readonly now: () => Date; readonly service: SignedService };

type Claim = {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestamp: string;
  readonly payloadHash: string;
  readonly expiresSeconds?: number;
};

const ALGORITHM = "AWS4-HMAC-SHA256";
const SKEW_MILLISECONDS_MAX = 15 * 60_000;
const EXPIRES_SECONDS_MAX = 7 * 24 * 3600;
const MISMATCH = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";

/**
 * Checks AWS Signature Version 4, in the header or in the query (presigned URL), and tells who signed.
 * Throws AwsError 403 InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed or AccessDenied ("Request has expired"),
 * 400 AuthorizationQueryParametersError when X-Amz-Expires is not 1 second to 7 days.
 */
export function verifySignature(request: SignedRequest, trust: Trust): Signer {
  const claim = request.query.has("X-Amz-Algorithm") ? claimInQuery(request) : claimInHeader(request);
  const parts = claim.credential.split("/");
  const [day = "", region = "", service = "", end = ""] = parts.slice(-4);
  // An access key id may itself hold slashes: the scope is the last four parts.
  const accessKeyId = parts.slice(0, -4).join("/");
  const known = trust.credentials.get(accessKeyId);
  if (!known) throw new AwsError(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  if (service !== trust.service || end !== "aws4_request" || day !== claim.timestamp.slice(0, 8)) mismatch();
  refuseUnsignedHeaders(request.headers, claim.signedHeaders);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [ALGORITHM, claim.timestamp, scope, sha256(canonicalRequest(request, claim))].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${known.secret}`);
  if (!timingSafeEqual(hmac(key, text), Buffer.from(claim.signature, "hex"))) mismatch();
  refuseWrongTime(claim, trust.now());
  refuseOtherBody(request, claim);
  return { principal: known.principal, payloadHash: claim.payloadHash };
}

function claimInHeader({ headers, bodySha256 }: SignedRequest): Claim {
  if (!headers.authorization) throw new AwsError(403, "AccessDenied", "Access Denied");
  const match = /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(headers.authorization);
  if (!match) throw new AwsError(400, "AuthorizationHeaderMalformed", "The authorization header you provided is invalid.");
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  const payloadHash = single(headers["x-amz-content-sha256"]) ?? bodySha256;
  if (!payloadHash) throw new AwsError(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  return { credential, signature, payloadHash, signedHeaders: signedHeaders.split(";"), timestamp: single(headers["x-amz-date"]) ?? "" };
}

function claimInQuery({ query }: SignedRequest): Claim {
  const wrong = (message: string) => new AwsError(400, "AuthorizationQueryParametersError", message);
  const read = (name: string): string => {
    const values = query.getAll(`X-Amz-${name}`);
    if (values.length !== 1) throw wrong(`X-Amz-${name} must appear once`);
    return values[0] ?? "";
  };
  if (read("Algorithm") !== ALGORITHM) throw wrong(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const expires = read("Expires");
  const expiresSeconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (expiresSeconds < 1 || expiresSeconds > EXPIRES_SECONDS_MAX) {
    throw wrong(`X-Amz-Expires must be between 1 and ${EXPIRES_SECONDS_MAX} seconds`);
  }
  const signature = read("Signature");
  if (!/^[0-9a-f]{64}$/.test(signature)) mismatch();
  const payloadHash = query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD";
  const signedHeaders = read("SignedHeaders").split(";");
  return { credential: read("Credential"), signedHeaders, signature, timestamp: read("Date"), payloadHash, expiresSeconds };
}

/** A header an attacker could add to a stolen presigned URL must be under the signature: host and every x-amz-* one. */
function refuseUnsignedHeaders(headers: IncomingHttpHeaders, signed: readonly string[]): void {
  const loose = Object.keys(headers).filter((name) => (name === "host" || name.startsWith("x-amz-")) && !signed.includes(name));
  if (!signed.includes("host")) loose.push("host");
  if (loose.length > 0) throw new AwsError(403, "AccessDenied", "There were headers present in the request which were not signed");
}

function refuseWrongTime({ timestamp, expiresSeconds }: Claim, now: Date): void {
  const signedAt = Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(signedAt)) throw new AwsError(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date");
  const age = now.getTime() - signedAt;
  if (expiresSeconds !== undefined) {
    if (age > expiresSeconds * 1000) throw new AwsError(403, "AccessDenied", "Request has expired");
    if (age < -SKEW_MILLISECONDS_MAX) throw new AwsError(403, "AccessDenied", "Request is not yet valid");
  } else if (Math.abs(age) > SKEW_MILLISECONDS_MAX) {
    throw new AwsError(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
  }
}

function refuseOtherBody({ bodySha256 }: SignedRequest, { payloadHash }: Claim): void {
  if (bodySha256 === undefined || bodySha256 === payloadHash) return;
  throw new AwsError(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' does not match what was computed.");
}

function canonicalRequest({ method, path, query, headers }: SignedRequest, claim: Claim): string {
  const pairs = [...query].filter(([name]) => name !== "X-Amz-Signature").map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]));
  return [
    method,
    path
      .split("/")
      .map((segment) => encode(decodePath(segment)))
      .join("/"),
    pairs.map((pair) => pair.join("=")).join("&"),
    ...claim.signedHeaders.map((name) => `${name}:${(single(headers[name]) ?? "").trim().replace(/ +/g, " ")}`),
    "",
    claim.signedHeaders.join(";"),
    claim.payloadHash,
  ].join("\n");
}

/** Percent-decodes a part of a path; throws AwsError 400 InvalidURI. */
export function decodePath(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

function mismatch(): never {
  throw new AwsError(403, "SignatureDoesNotMatch", MISMATCH);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(",") : value);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
