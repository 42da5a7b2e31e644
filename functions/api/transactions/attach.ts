import { createHash } from "node:crypto";
import { ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, type Attachment, isAttachable, isWhatItSays } from "#domain/banking/attachment";
import type { BankRow } from "#domain/banking/row";
import { transactionId } from "#domain/banking/row";
import { type Instant, instantOf } from "#domain/dates";
import { AttachmentId, crockford, type TransactionId, type UploadId } from "#domain/ids";
import { type Flaw, Refusal } from "#domain/refusals";
import type { Services } from "#runtime/services";
import { attachAction, attachmentKey, attachments, detachActions } from "#store/attachments";
import { type Upload, uploads } from "#store/uploads";
import { changeRow, type Doing } from "./change.ts";

type Attaching = Doing & Pick<Services, "attachments"> & { readonly assertMatch: (now: { readonly version: number }) => void };

/**
 * Moves an uploaded file to where it is kept, then notes it on its row: killed between the two, nothing is noted and the next try finds the file
 * in its place. A row that has a file of this content keeps the one it has.
 */
export async function attached(
  rowId: TransactionId,
  { uploadId, name }: { readonly uploadId: UploadId; readonly name?: string },
  { attachments: files, ...doing }: Attaching,
): Promise<Attachment> {
  const { table, actor, now } = doing;
  const upload = await uploads(table, actor.companyId).get(uploadId, instantOf(now()), files.size);
  if (upload.purpose !== "attachment") throw new Refusal("upload.not_found");
  const content = await checkedContent(upload, files);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const state: { made: Attachment | null } = { made: null };
  await changeRow(
    rowId,
    "transaction.file_attached",
    async (row, _, at) => {
      const id = attachmentIdOf(row, sha256);
      const known = (await attachments(table, actor.companyId, transactionId(row)).all()).find((one) => one.id === id);
      state.made = known ?? (await kept(row, { id, sha256, name, upload, content, at }, { attachments: files, ...doing }));
      if (known) return { next: row };
      return {
        next: counted(row, 1, at),
        beside: { actions: [attachAction(actor.companyId, transactionId(row), state.made)], objects: [{ id }] },
      };
    },
    doing,
  );
  if (!state.made) throw new Error("a file was attached and is not there");
  return state.made;
}

const counted = (row: BankRow, more: 1 | -1, at: Instant): BankRow => ({
  ...row,
  attachmentCount: Math.max(0, row.attachmentCount + more),
  updatedAt: at,
  version: row.version + 1,
});

const ID_LETTERS = 26;

const attachmentIdOf = (row: BankRow, sha256: string): AttachmentId =>
  AttachmentId.parse(
    `att_${crockford(
      createHash("sha256")
        .update(`${transactionId(row)}\n${sha256}`)
        .digest()
        .subarray(0, ID_LETTERS),
    )}`,
  );

/** The whole file, once its type and its first bytes agree. */
async function checkedContent(upload: Upload, files: Attaching["attachments"]): Promise<Uint8Array> {
  if (!isAttachable(upload.contentType)) throw refused("type_not_accepted");
  if (upload.bytes > ATTACHMENT_BYTES_MAX) throw refused(`at_most:${ATTACHMENT_BYTES_MAX}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.read(upload.key, { bytesMax: ATTACHMENT_BYTES_MAX })) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  if (!isWhatItSays(upload.contentType, content)) throw refused("content_differs");
  return content;
}

const refused = (message: Flaw["message"]) => new Refusal("attachment.refused", { flaws: [{ pointer: "/upload_id", message }] });

type Made = {
  readonly id: AttachmentId;
  readonly sha256: string;
  readonly name: string | undefined;
  readonly upload: Upload;
  readonly content: Uint8Array;
  readonly at: Instant;
};

/** The file in its place, and what is to be noted of it. */
async function kept(
  row: BankRow,
  { id, sha256, name, upload, content, at }: Made,
  { attachments: files, actor }: Attaching,
): Promise<Attachment> {
  if (row.attachmentCount >= ATTACHMENTS_MAX) throw new Refusal("attachment.limit_reached");
  const key = attachmentKey(actor.companyId, transactionId(row), sha256);
  const { contentType, bytes, fileName } = upload;
  if ((await files.size(key)) !== bytes) await files.put(key, contentType, content);
  return { id, name: name ?? fileName, contentType, bytes, sha256, key, createdBy: actor.id, createdAt: at };
}

/** Takes a file off its row. The file stays where it is kept: it may be the voucher of an entry. */
export async function detached(
  rowId: TransactionId,
  id: AttachmentId,
  { assertMatch, ...doing }: Omit<Attaching, "attachments" | "assertMatch"> & { readonly assertMatch: (attachment: Attachment) => void },
): Promise<void> {
  const { table, actor } = doing;
  await changeRow(
    rowId,
    "transaction.file_detached",
    async (row, _, at) => {
      const attachment = await attachments(table, actor.companyId, transactionId(row)).get(id);
      assertMatch(attachment);
      return {
        next: counted(row, -1, at),
        beside: { actions: detachActions(actor.companyId, transactionId(row), attachment, at), objects: [{ id }] },
      };
    },
    { ...doing, assertMatch: () => undefined },
  );
}
