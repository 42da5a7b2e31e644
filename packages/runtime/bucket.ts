import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** The bucket of exported documents. */
export type Bucket = {
  /** Writes a small object at once. */
  put(key: string, contentType: string, content: Uint8Array): Promise<void>;
  /** Streams chunks to one object by multipart; the object appears only when the last part is in. Nothing is kept in memory. */
  stream(key: string, contentType: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** A presigned GET, valid `LINK_SECONDS`, that downloads under the given file name. */
  linkTo(key: string, fileName: string): Promise<{ readonly url: string; readonly expiresInSeconds: number }>;
};

const LINK_SECONDS = 900;
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
    async linkTo(Key, fileName) {
      const command = new GetObjectCommand({ Bucket: name, Key, ResponseContentDisposition: `attachment; filename="${fileName}"` });
      return { url: await getSignedUrl(client, command, { expiresIn: LINK_SECONDS, signingDate: now() }), expiresInSeconds: LINK_SECONDS };
    },
  };
}
