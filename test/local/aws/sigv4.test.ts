import { describe, expect, it } from "vitest";
import { type SignedRequest, type SignedService, verifySignature } from "#infra/local/aws/sigv4";

const KEY = "AKIAIOSFODNN7EXAMPLE";
const credentials = new Map([[KEY, { secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", principal: "example" }]]);
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const SIGNED_AT = "2013-05-24T00:00:00Z";

const verify = (request: SignedRequest, at = SIGNED_AT, service: SignedService = "s3") =>
  verifySignature(request, { credentials, now: () => new Date(at), service });

/** A request to examplebucket as the S3 documentation signs it. */
function documented(of: {
  method?: string;
  path?: string;
  query?: string;
  headers: Record<string, string>;
  signature: string;
}): SignedRequest {
  const headers: Record<string, string> = { host: "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z", ...of.headers };
  const scope = `${KEY}/20130524/us-east-1/s3/aws4_request`;
  const signed = Object.keys(headers).sort().join(";");
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${signed},Signature=${of.signature}`;
  const { method = "GET", path = "/", query = "" } = of;
  return { method, path, query: new URLSearchParams(query), headers: { ...headers, authorization } };
}

// Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
const getObject = documented({
  path: "/test.txt",
  headers: { range: "bytes=0-9", "x-amz-content-sha256": EMPTY },
  signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
});
const putObject = documented({
  method: "PUT",
  path: "/test%24file.text",
  headers: {
    date: "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
  },
  signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
});
const listObjects = documented({
  query: "prefix=J&max-keys=2",
  headers: { "x-amz-content-sha256": EMPTY },
  signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
});
// Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
const presigned: SignedRequest = {
  method: "GET",
  path: "/test.txt",
  query: new URLSearchParams({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${KEY}/20130524/us-east-1/s3/aws4_request`,
    "X-Amz-Date": "20130524T000000Z",
    "X-Amz-Expires": "86400",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  }),
  headers: { host: "examplebucket.s3.amazonaws.com" },
};

describe("a signature", () => {
  it.each([
    ["GET of a range", getObject, EMPTY],
    ["PUT of a name with a $", putObject, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"],
    ["list with parameters", listObjects, EMPTY],
    ["presigned GET", presigned, "UNSIGNED-PAYLOAD"],
  ])("of the documented %s is the one Amazon published", (_, request, payloadHash) => {
    expect(verify(request)).toEqual({ principal: "example", payloadHash });
  });

  it.each([
    ["method", { ...getObject, method: "HEAD" }],
    ["path", { ...getObject, path: "/test.txt/" }],
    ["query", { ...getObject, query: new URLSearchParams("versionId=1") }],
    ["signed header", { ...getObject, headers: { ...getObject.headers, range: "bytes=0-10" } }],
    ["host", { ...presigned, headers: { host: "otherbucket.s3.amazonaws.com" } }],
  ])("covers the %s", (_, request) => {
    expect(() => verify(request)).toThrow(expect.objectContaining({ code: "SignatureDoesNotMatch", statusCode: 403 }));
  });

  it("is good for its service only", () => {
    expect(() => verify(getObject, SIGNED_AT, "sqs")).toThrow(expect.objectContaining({ code: "SignatureDoesNotMatch" }));
  });

  it("covers every x-amz-* header sent, and the host", () => {
    const loose = { ...presigned, headers: { ...presigned.headers, "x-amz-acl": "public-read" } };
    expect(() => verify(loose)).toThrow(expect.objectContaining({ code: "AccessDenied" }));
  });

  it("in a header holds 15 minutes around the clock; presigned until it expires, and not before its time", () => {
    expect(verify(getObject, "2013-05-24T00:15:00Z").principal).toBe("example");
    expect(verify(getObject, "2013-05-23T23:45:00Z").principal).toBe("example");
    expect(() => verify(getObject, "2013-05-24T00:15:01Z")).toThrow(expect.objectContaining({ code: "RequestTimeTooSkewed" }));
    expect(verify(presigned, "2013-05-25T00:00:00Z").principal).toBe("example");
    expect(() => verify(presigned, "2013-05-25T00:00:01Z")).toThrow("Request has expired");
    expect(() => verify(presigned, "2013-05-23T12:00:00Z")).toThrow("Request is not yet valid");
  });

  it("that is absent or not understood is refused by name", () => {
    const withHeader = (authorization: string) => () => verify({ ...getObject, headers: { ...getObject.headers, authorization } });
    expect(withHeader("")).toThrow(expect.objectContaining({ code: "AccessDenied" }));
    expect(withHeader("Bearer abc")).toThrow(expect.objectContaining({ code: "AuthorizationHeaderMalformed", statusCode: 400 }));
    const twice = new URLSearchParams(presigned.query);
    twice.append("X-Amz-Expires", "604800");
    expect(() => verify({ ...presigned, query: twice })).toThrow(expect.objectContaining({ code: "AuthorizationQueryParametersError" }));
    expect(() => verify({ ...getObject, path: "/%E0%A4%A" })).toThrow(expect.objectContaining({ code: "InvalidURI" }));
  });
});
