import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "./aws-error.ts";
import { fileNameOf, isCode } from "./s3-file.ts";

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const UPLOAD_ID = /^[0-9a-f]{32}$/;
const KEY_BYTES_MAX = 1024;

/** Where everything lies on disk. Only names checked here become paths, so no request can leave the directory. */
export type Buckets = Awaited<ReturnType<typeof openBuckets>>;

/** Opens the directory of buckets and drops what a crash left half written. */
export async function openBuckets(directory: string) {
  const temporary = join(directory, ".incoming");
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const folder = (bucket: string): string => join(directory, checkedBucket(bucket));
  return {
    /** A path for bytes nobody can see yet. */
    incoming: (id: string): string => join(temporary, id),
    object: (bucket: string, key: string): string => join(folder(bucket), "objects", fileNameOf(checkedKey(key))),
    objects: (bucket: string): string => join(folder(bucket), "objects"),
    uploads: (bucket: string): string => join(folder(bucket), "uploads"),
    upload: (bucket: string, uploadId: string): string => join(folder(bucket), "uploads", checkedUploadId(uploadId)),
    /** Makes a bucket; false when it was there. */
    async create(bucket: string): Promise<boolean> {
      const path = folder(bucket);
      await mkdir(join(path, "objects"), { recursive: true });
      const made = await mkdir(join(path, "uploads")).then(
        () => true,
        (error: unknown) => {
          if (isCode(error, "EEXIST")) return false;
          throw error;
        },
      );
      return made;
    },
    /** Takes an empty bucket away. Throws AwsError 409 BucketNotEmpty. */
    async remove(bucket: string): Promise<void> {
      for (const part of ["objects", "uploads"])
        if ((await readdir(join(folder(bucket), part))).length > 0)
          throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
      await rm(folder(bucket), { recursive: true, force: true });
    },
    /** Throws AwsError 404 NoSuchBucket. */
    async mustExist(bucket: string): Promise<void> {
      await readdir(join(folder(bucket), "uploads")).catch((error: unknown) => {
        if (isCode(error, "ENOENT")) throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
        throw error;
      });
    },
  };
}

function checkedBucket(name: string): string {
  if (!NAME.test(name)) throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.");
  return name;
}

function checkedKey(key: string): string {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) throw new AwsError(400, "KeyTooLongError", "Your key is too long");
  return key;
}

function checkedUploadId(uploadId: string): string {
  if (!UPLOAD_ID.test(uploadId)) throw new AwsError(404, "NoSuchUpload", "The specified upload does not exist.");
  return uploadId;
}
