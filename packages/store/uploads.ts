import * as z from "zod";
import { Instant } from "#domain/dates";
import { ActorId, type CompanyId, UploadId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Outcome } from "./db.ts";
import { TABLE } from "./entity.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/** Access pattern: upload by id. The item says what was announced; the bucket alone knows what came. docs/table.md. */
export const UPLOAD_PURPOSES = ["fec_check", "fec_import", "trial_balance", "statement", "attachment"] as const;

export const Upload = z.object({
  id: UploadId,
  purpose: z.enum(UPLOAD_PURPOSES),
  /** As the caller names it: for people to read, never part of a key. */
  fileName: z.string(),
  contentType: z.string(),
  /** Exactly so many: the link takes no other number. */
  bytes: z.int(),
  key: z.string(),
  createdBy: ActorId,
  createdAt: Instant,
});
export type Upload = z.infer<typeof Upload>;

export const UPLOAD_BYTES_MAX = 60_000_000;
/** Item and object go after this; the bucket has a rule of the same length. */
const UPLOAD_DAYS = 7;
const KEY_BYTES = 16;

const keyOf = (companyId: CompanyId, id: UploadId) => ({ pk: `COMPANY#${companyId}#UPLOADS`, sk: id });

/** Where an upload lies: a name nobody can guess, with nothing of the caller's in it. */
export const uploadKey = (companyId: CompanyId, id: UploadId, randomness: (bytes: number) => Uint8Array): string =>
  `uploads/${companyId}/${id}/${Buffer.from(randomness(KEY_BYTES)).toString("hex")}`;

export const uploads = (db: Db, companyId: CompanyId) => ({
  /** Announces an upload. */
  add(upload: Upload, event: Omit<BusinessEvent, "type" | "objects">): Promise<Outcome> {
    const ttl = Math.floor(Date.parse(upload.createdAt) / 1_000) + UPLOAD_DAYS * 86_400;
    const put: Action = {
      Put: { TableName: TABLE, Item: { ...keyOf(companyId, upload.id), ...upload, ttl }, ConditionExpression: "attribute_not_exists(pk)" },
    };
    return commit(db, companyId, [put], { ...event, type: "upload.announced", objects: [{ id: upload.id }] });
  },
  /** An upload as announced. Refuses one that is not there (any more). */
  async announced(id: UploadId, now: Instant): Promise<Upload> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    const upload = found ? Upload.parse(found) : null;
    if (!upload || Date.parse(upload.createdAt) + UPLOAD_DAYS * 86_400_000 <= Date.parse(now)) throw new Refusal("upload.not_found");
    return upload;
  },
  /** An upload whose file is there; `sizeOf` asks the bucket. Refuses one that is not there, or whose file has not come. */
  async get(id: UploadId, now: Instant, sizeOf: (key: string) => Promise<number | null>): Promise<Upload> {
    const upload = await this.announced(id, now);
    if ((await sizeOf(upload.key)) !== upload.bytes) throw new Refusal("upload.not_finished");
    return upload;
  },
});
