import * as z from "zod";
import { STORED_STATEMENT_BYTES_MAX } from "#documents/statements/limits";
import { ATTACHMENT_BYTES_MAX, isAttachable } from "#domain/banking/attachment";
import { Instant, instantOf, shifted } from "#domain/dates";
import { UploadId } from "#domain/ids";
import { humanText } from "#domain/text";
import { doerOf } from "#runtime/actor";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { UPLOAD_BYTES_MAX, UPLOAD_PURPOSES, type Upload, uploadKey, uploads } from "#store/uploads";

const route = routesNeeding("table", "uploadLinks", "randomness");

/** `type/subtype`, in the letters RFC 6838 gives it, with an optional charset. */
const ContentType = z
  .string()
  .max(120)
  .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?charset=[a-z0-9-]+)?$/i);

/** What takes less than any upload may hold. */
const BYTES_MAX: ReadonlyMap<Upload["purpose"], number> = new Map([
  ["attachment", ATTACHMENT_BYTES_MAX],
  ["statement", STORED_STATEMENT_BYTES_MAX],
]);

const NewUpload = z
  .strictObject({
    purpose: z.enum(UPLOAD_PURPOSES),
    fileName: humanText(200).pipe(z.string().min(1)),
    bytes: z.int().min(1).max(UPLOAD_BYTES_MAX),
    contentType: ContentType,
  })
  .superRefine(({ purpose, bytes, contentType }, context) => {
    const flaw = (path: string, code: string) => context.addIssue({ code: "custom", path: [path], params: { code } });
    const bytesMax = BYTES_MAX.get(purpose) ?? UPLOAD_BYTES_MAX;
    if (bytes > bytesMax) flaw("bytes", `at_most:${bytesMax}`);
    if (purpose === "attachment" && !isAttachable(contentType)) flaw("contentType", "type_not_accepted");
  });

const UploadLink = z
  .object({
    uploadId: UploadId,
    method: z.literal("PUT"),
    url: z.string(),
    /** To be sent as they are: the link is signed for them. */
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    expiresAt: Instant,
  })
  .meta({
    id: "UploadLink",
    examples: [
      {
        url: "https://documents.example.com/uploads/upl_01KB2Q7M4T9XE5RZ8V3NCW6HAY?X-Amz-Signature=5d20",
        headers: [{ name: "content-type", value: "text/plain; charset=utf-8" }],
        expiresAt: "2026-11-25T11:05:00.000Z",
      },
    ],
  });

const UploadView = z
  .object({
    id: UploadId,
    purpose: z.enum(UPLOAD_PURPOSES),
    status: z.enum(["waiting", "received"]),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z.int(),
    createdAt: Instant,
  })
  .meta({ id: "Upload", examples: [{ status: "received" }] });

const announce = route({
  method: "POST",
  path: "/api/uploads",
  may: "uploads:write",
  summary: "Announce a file too large for a request body: a link to PUT it to, once, within five minutes",
  body: NewUpload,
  returns: UploadLink,
  status: 201,
  secret: true,
  async handle({ body, actor, request, table, uploadLinks, randomness, now, newId }) {
    const { companyId } = actor;
    const id = newId("upload");
    const at = instantOf(now());
    const upload: Upload = { ...body, id, key: uploadKey(companyId, id, randomness), createdBy: actor.id, createdAt: at };
    const link = await uploadLinks.linkToPut(upload.key, upload);
    const doer = doerOf(actor);
    await uploads(table, companyId).add(upload, { id: newId("event"), at, doer, requestId: request.requestId });
    const headers = Object.entries(link.headers).map(([name, value]) => ({ name, value }));
    const view: z.input<typeof UploadLink> = {
      uploadId: id,
      method: "PUT",
      url: link.url,
      headers,
      expiresAt: shifted(at, link.expiresInSeconds),
    };
    return view;
  },
});

const get = route({
  method: "GET",
  path: "/api/uploads/{upload_id}",
  may: "uploads:write",
  summary: "Whether an announced file has come",
  params: z.object({ uploadId: UploadId }),
  returns: UploadView,
  refuses: ["upload.not_found"],
  async handle({ params, actor, table, uploadLinks, now }) {
    const upload = await uploads(table, actor.companyId).announced(params.uploadId, instantOf(now()));
    const { id, purpose, fileName, contentType, bytes, createdAt } = upload;
    const came = (await uploadLinks.size(upload.key)) === bytes;
    const view: z.input<typeof UploadView> = {
      id,
      purpose,
      status: came ? "received" : "waiting",
      fileName,
      contentType,
      bytes,
      createdAt,
    };
    return view;
  },
});

export const uploadsApi = resource("uploads", [announce, get]);
