import * as z from "zod";
import { Attachment } from "#domain/banking/attachment";
import { transactionId } from "#domain/banking/row";
import { Instant, instantOf, shifted } from "#domain/dates";
import { AttachmentId, TransactionId, UploadId } from "#domain/ids";
import { humanText } from "#domain/text";
import { UNCHANGING } from "#runtime/etag";
import { listOf } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { attachments } from "#store/attachments";
import { rows } from "#store/rows";
import { attached, detached } from "./attach.ts";

const route = routesNeeding("table", "attachments");
const params = z.object({ transactionId: TransactionId });
const one = z.object({ transactionId: TransactionId, attachmentId: AttachmentId });

/** A link to a file is good for so long. */
const LINK_SECONDS = 300;

const AttachmentView = Attachment.omit({ key: true }).meta({
  id: "Attachment",
  examples: [{ name: "Facture 2026-118.pdf", contentType: "application/pdf", bytes: 84_210 }],
});
const AttachmentLink = Attachment.omit({ key: true })
  .extend({
    /** Downloads the file under its name; good until `expires_at`. */
    url: z.string(),
    expiresAt: Instant,
  })
  .meta({
    id: "AttachmentLink",
    examples: [
      {
        ...{ name: "Facture 2026-118.pdf", contentType: "application/pdf", bytes: 84_210 },
        url: "https://documents.example.com/attachments/9f86d081884c?X-Amz-Signature=5d20",
      },
    ],
  });

const NewAttachment = z
  .strictObject({ uploadId: UploadId, name: humanText(200).min(1).exactOptional() })
  .meta({ examples: [{ uploadId: "upl_01KB2Q7M4T9XE5RZ8V3NCW6HAY", name: "Facture 2026-118.pdf" }] });

export const attach = route({
  method: "POST",
  path: "/api/transactions/{transaction_id}/attachments",
  may: "transactions:write",
  summary:
    "Attach an uploaded file (`POST /api/uploads`, purpose `attachment`): a voucher, kept ten years. Twice the same content is one file",
  params,
  body: NewAttachment,
  returns: AttachmentView,
  status: 201,
  claims: true,
  refuses: [
    ...(["transaction.not_found", "upload.not_found", "upload.not_finished"] as const),
    ...(["attachment.refused", "attachment.limit_reached", "conflict.changed_meanwhile"] as const),
  ],
  handle: async ({ params, body, ...doing }) => attached(params.transactionId, body, doing),
});

export const listAttachments = route({
  method: "GET",
  path: "/api/transactions/{transaction_id}/attachments",
  may: "transactions:read",
  summary: "Files of a transaction, each with a link that downloads it for five minutes",
  params,
  returns: listOf(AttachmentLink),
  refuses: ["transaction.not_found"],
  async handle({ params, actor, table, now, attachments: files }) {
    const row = await rows(table, actor.companyId).get(params.transactionId);
    const found = row.attachmentCount === 0 ? [] : await attachments(table, actor.companyId, transactionId(row)).all();
    return { data: await Promise.all(found.map((attachment) => linked(attachment, files, now))), nextCursor: null };
  },
});

export const getAttachment = route({
  method: "GET",
  path: "/api/transactions/{transaction_id}/attachments/{attachment_id}",
  may: "transactions:read",
  summary: "One file of a transaction, with a link that downloads it for five minutes",
  params: one,
  returns: AttachmentLink,
  refuses: ["transaction.not_found", "attachment.not_found"],
  async handle({ params, actor, table, now, attachments: files }) {
    const row = await rows(table, actor.companyId).get(params.transactionId);
    return linked(await attachments(table, actor.companyId, transactionId(row)).get(params.attachmentId), files, now);
  },
});

export const detach = route({
  method: "DELETE",
  path: "/api/transactions/{transaction_id}/attachments/{attachment_id}",
  may: "transactions:write",
  summary: "Take a file off a transaction; the file itself is kept, as a voucher is",
  params: one,
  returns: z.null(),
  status: 204,
  refuses: ["transaction.not_found", "attachment.not_found", "conflict.changed_meanwhile"],
  async handle({ params, assertMatch, attachments: _, ...doing }) {
    await detached(params.transactionId, params.attachmentId, { ...doing, assertMatch: () => assertMatch(UNCHANGING) });
    return null;
  },
});

async function linked(attachment: Attachment, files: Services["attachments"], now: () => Date): Promise<z.input<typeof AttachmentLink>> {
  const { key, ...shown } = attachment;
  const { url, expiresInSeconds } = await files.linkTo(key, attachment.name, LINK_SECONDS);
  return { ...shown, url, expiresAt: shifted(instantOf(now()), expiresInSeconds) };
}
