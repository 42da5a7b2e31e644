import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { decodeAwsChunks, type Trailers } from "#infra/local/aws/aws-chunks";
import { AwsError } from "#infra/local/aws/aws-error";
import { receiveUpload } from "#infra/local/aws/s3-upload";
import { freshDirectory, removeDirectories } from "#test/local/aws/endpoint";

const STREAMED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const crcOf = (text: string): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
};
const GOOD = `5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:${crcOf("hello world")}\r\n\r\n`;

afterAll(removeDirectories);

/** Sends a raw body to receiveUpload over HTTP and tells what became of it. */
async function upload(body: string, headers: Record<string, string>, payloadHash = STREAMED) {
  const path = join(freshDirectory(), "object");
  const server = createServer((request, response) => {
    receiveUpload(request, payloadHash, path).then(
      () => response.end("stored"),
      (error: unknown) => response.end(error instanceof AwsError ? error.code : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const response = await fetch(`http://127.0.0.1:${port}`, { method: "PUT", body, headers });
  const said = await response.text();
  server.closeAllConnections();
  server.close();
  return { said, stored: existsSync(path) ? readFileSync(path, "utf8") : undefined };
}

const streamed = { "x-amz-decoded-content-length": "11", "x-amz-trailer": "x-amz-checksum-crc32" };

describe("an aws-chunked upload", () => {
  it("is stored when its trailer tells the truth", async () => {
    expect(await upload(GOOD, streamed)).toEqual({ said: "stored", stored: "hello world" });
  });

  it.each([
    ["another CRC-32 in the trailer", GOOD.replace(crcOf("hello world"), crcOf("hello there")), streamed, "BadDigest"],
    ["a changed byte", GOOD.replace("world", "w0rld"), streamed, "BadDigest"],
    ["no trailer where one was announced", GOOD.replace(/x-amz-checksum.*\r\n/, ""), streamed, "MalformedTrailerError"],
    ["fewer bytes than announced", GOOD, { ...streamed, "x-amz-decoded-content-length": "12" }, "IncompleteBody"],
    ["more bytes than announced", GOOD, { ...streamed, "x-amz-decoded-content-length": "10" }, "IncompleteBody"],
    ["an end in the middle of a chunk", GOOD.slice(0, 18), streamed, "IncompleteBody"],
    ["no chunk coding at all", "hello world", streamed, "IncompleteBody"],
    ["no decoded length", GOOD, { "x-amz-trailer": "x-amz-checksum-crc32" }, "MissingContentLength"],
    ["a checksum nobody here can check", GOOD, { ...streamed, "x-amz-trailer": "x-amz-checksum-crc64nvme" }, "NotImplemented"],
  ])("is refused and leaves nothing with %s", async (_, body, headers, code) => {
    expect(await upload(body, headers)).toEqual({ said: code, stored: undefined });
  });

  it("may arrive cut anywhere", async () => {
    const bytes = Buffer.from(GOOD);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const trailers: Trailers = new Map();
      const found: Buffer[] = [];
      for await (const chunk of decodeAwsChunks(Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]), trailers)) found.push(chunk);
      expect(Buffer.concat(found).toString()).toBe("hello world");
      expect([...trailers]).toEqual([["x-amz-checksum-crc32", crcOf("hello world")]]);
    }
  });
});

describe("a plain upload", () => {
  const sha256 = (text: string, encoding: "hex" | "base64" = "hex") => createHash("sha256").update(text).digest(encoding);

  it.each([
    ["the SHA-256 its signature covers", {}, sha256("hello"), "stored"],
    ["the SHA-256 of something else", {}, sha256("other"), "XAmzContentSHA256Mismatch"],
    ["a true checksum header", { "x-amz-checksum-sha256": sha256("hello", "base64") }, "UNSIGNED-PAYLOAD", "stored"],
    ["a false checksum header", { "x-amz-checksum-sha256": sha256("other", "base64") }, "UNSIGNED-PAYLOAD", "BadDigest"],
    ["a false Content-MD5", { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" }, "UNSIGNED-PAYLOAD", "BadDigest"],
    ["signed chunks, which are not built", {}, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "NotImplemented"],
  ])("with %s is answered as S3 would", async (_, headers: Record<string, string>, payloadHash, said) => {
    expect(await upload("hello", headers, payloadHash)).toEqual({ said, stored: said === "stored" ? "hello" : undefined });
  });
});
