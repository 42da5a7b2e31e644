import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** The bucket of documents: what is exported from here, and what is uploaded to here. */
export type Bucket = {
  /** Writes a small object at once. */
  put(key: string, contentType: string, content: Uint8Array): Promise<void>;
  /** Streams chunks to one object by multipart; the object appears only when the last part is in. Nothing is kept in memory. */
  stream(key: string, contentType: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** A presigned GET, valid a quarter of an hour unless said otherwise, that downloads under the given file name. */
  linkTo(key: string, fileName: string, expiresInSeconds?: number): Promise<{ readonly url: string; readonly expiresInSeconds: number }>;
  /**
   * A presigned PUT, valid `UPLOAD_SECONDS`, for exactly this size in bytes and this content type, to a key that holds nothing yet.
   * The headers are part of the signature: the caller must send them as they are given.
   */
  linkToPut(key: string, file: { readonly bytes: number; readonly contentType: string }): Promise<UploadLink>;
  /** An object's size in bytes, or null when there is none, or none this function may know of. */
  size(key: string): Promise<number | null>;
  /** Removes an object; one that is not there is no failure. A versioned bucket keeps what it was until its lifecycle ends that. */
  remove(key: string): Promise<void>;
  /** An object's bytes as they arrive. Throws RangeError on an object larger than `bytesMax`, before its first byte. */
  read(key: string, limits: { readonly bytesMax: number }): AsyncIterable<Uint8Array>;
};

export type UploadLink = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly expiresInSeconds: number };

const LINK_SECONDS = 900;
const UPLOAD_SECONDS = 300;
const PART_BYTES = 8 * 1024 * 1024;

export function bucket(client: S3Client, name: string, now: () => Date): Bucket {
  return {
    async put(Key, ContentType, Body) {
      await client.send(new PutObjectCommand({ Bucket: name, Key, ContentType, Body }));
    },
    async stream(Key, ContentType, chunks) {
      const Body = Readable.from(chunks, { objectMode: false });
      const upload = new Upload({ client, queueSize: 1, partSize: PART_BYTES, params: { Bucket: name, Key, ContentType, Body } });
      try {
        await upload.done();
      } catch (error) {
        await upload.abort().catch(() => undefined);
        throw error;
      } finally {
        Body.destroy();
      }
    },
    async linkTo(Key, fileName, expiresInSeconds = LINK_SECONDS) {
      const command = new GetObjectCommand({ Bucket: name, Key, ResponseContentDisposition: downloadAs(fileName) });
      return { url: await getSignedUrl(client, command, { expiresIn: expiresInSeconds, signingDate: now() }), expiresInSeconds };
    },
    async linkToPut(Key, { bytes, contentType }) {
      const headers = { "content-length": String(bytes), "content-type": contentType, "if-none-match": "*" };
      const command = new PutObjectCommand({ Bucket: name, Key, ContentLength: bytes, ContentType: contentType, IfNoneMatch: "*" });
      const signing = { expiresIn: UPLOAD_SECONDS, signingDate: now(), signableHeaders: new Set(["host", ...Object.keys(headers)]) };
      return { url: await getSignedUrl(client, command, signing), headers, expiresInSeconds: UPLOAD_SECONDS };
    },
    size: (Key) => sizeOf(client, { Bucket: name, Key }),
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
    },
    read: (Key, { bytesMax }) => contentOf(client, { Bucket: name, Key }, bytesMax),
  };
}

/** The header that names a download (RFC 6266): nothing in a name ends the quotes or the line, or leads into a folder; accents go beside it. */
export function downloadAs(fileName: string): string {
  const plain = fileName.replace(/[^\w .()-]/g, "_").replace(/^\.+/, "_");
  if (plain === fileName) return `attachment; filename="${plain}"`;
  const safe = fileName.replace(/[\p{Cc}\p{Cs}/\\]/gu, "_").replace(/^\.+/, "_");
  const encoded = encodeURIComponent(safe).replace(/['()*!]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Without the right to list, S3 answers 403 for a key that is not there, as it does for one we may not read. */
const isAbsent = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.$metadata.httpStatusCode === 403);

async function sizeOf(client: S3Client, place: { readonly Bucket: string; readonly Key: string }): Promise<number | null> {
  try {
    return (await client.send(new HeadObjectCommand(place))).ContentLength ?? 0;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function* contentOf(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string },
  bytesMax: number,
): AsyncGenerator<Uint8Array> {
  const { Body, ContentLength = Number.POSITIVE_INFINITY } = await client.send(new GetObjectCommand(place));
  if (!(Body instanceof Readable)) throw new Error("an object without a body");
  try {
    if (ContentLength > bytesMax) throw new RangeError(`an object of ${ContentLength} bytes where at most ${bytesMax} may be read`);
    for await (const chunk of Body) yield Buffer.from(chunk);
  } finally {
    Body.destroy();
  }
}
