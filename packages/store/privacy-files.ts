import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, JobId, PrivacyFileId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access patterns: latest archive of a company's data · every archive that may lie in the bucket. A file is noted before its first byte is
 * written, so that whoever must remove all of them knows of all of them. docs/table.md.
 */
const Latest = z.object({ jobId: JobId, requestedAt: Instant });
export type LatestExport = z.infer<typeof Latest>;

const PrivacyFile = z.object({ fileId: PrivacyFileId, key: z.string(), createdAt: Instant });
export type PrivacyFile = z.infer<typeof PrivacyFile>;

const FILE = "FILE#";
const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#PRIVACY`;
const latestKey = (companyId: CompanyId) => ({ pk: partition(companyId), sk: "EXPORT" });
const fileKey = (companyId: CompanyId, fileId: PrivacyFileId) => ({ pk: partition(companyId), sk: `${FILE}${fileId}` });

/** Where an archive lies in the bucket. */
export const archiveKey = (companyId: CompanyId, fileId: PrivacyFileId, fileName: string): string =>
  `exports/${companyId}/privacy/${fileId}/${fileName}`;

export const privacyFiles = (db: Db, companyId: CompanyId) => ({
  async latest(): Promise<LatestExport | null> {
    const found = await db.get({ Key: latestKey(companyId), ConsistentRead: true });
    return found ? Latest.parse(found) : null;
  },
  /** Every archive noted and not yet forgotten, oldest first. */
  async all(): Promise<readonly PrivacyFile[]> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and begins_with(sk, :file)",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":file": FILE },
      ConsistentRead: true,
    });
    return items.map((item) => PrivacyFile.parse(item));
  },
  async note(file: PrivacyFile): Promise<void> {
    await db.put({ Item: { ...fileKey(companyId, file.fileId), ...file } });
  },
  async forget(fileId: PrivacyFileId): Promise<void> {
    await db.delete({ Key: fileKey(companyId, fileId) });
  },
});

/** The latest request becomes this one, unless somebody else's did since `read`. */
export function latestExportAction(companyId: CompanyId, read: LatestExport | null, next: LatestExport): Action {
  const condition = read
    ? { ConditionExpression: "jobId = :read", ExpressionAttributeValues: { ":read": read.jobId } }
    : { ConditionExpression: "attribute_not_exists(pk)" };
  return { Put: { TableName: TABLE, Item: { ...latestKey(companyId), ...next }, ...condition } };
}
