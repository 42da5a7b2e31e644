import * as z from "zod";
import { Instant } from "../dates.ts";
import { ActorId, AttachmentId } from "../ids.ts";

/** Files one row holds, and how large one may be. */
export const ATTACHMENTS_MAX = 10;
export const ATTACHMENT_BYTES_MAX = 25_000_000;

/** A file attached to a bank row: a voucher of the books (C. com. art. L. 123-22), so its content never changes and stays ten years. */
export const Attachment = z.object({
  id: AttachmentId,
  name: z.string().min(1).max(200),
  contentType: z.string(),
  bytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it lies in the bucket. */
  key: z.string(),
  createdBy: ActorId,
  createdAt: Instant,
});
export type Attachment = z.infer<typeof Attachment>;

type Check = (head: Uint8Array) => boolean;

const beginsWith =
  (...bytes: readonly number[]): Check =>
  (head) =>
    bytes.every((byte, place) => head[place] === byte);
const holds =
  (text: string, place: number): Check =>
  (head) =>
    Array.from(text, (letter) => letter.charCodeAt(0)).every((code, index) => head[place + index] === code);

/** The first letters as a person would read them, in lower case; bytes that are no ASCII count for nothing. */
const opening = (head: Uint8Array): string =>
  Array.from(head.subarray(0, OPENING_BYTES), (byte) => (byte < 128 ? String.fromCharCode(byte) : ""))
    .join("")
    .trimStart()
    .toLowerCase();
const OPENING_BYTES = 512;

/** A page or a picture that runs scripts, whatever it is called. */
const isActive = (text: string): boolean =>
  /^(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|svg|iframe)/s.test(text);
const isText: Check = (head) => !head.subarray(0, OPENING_BYTES).includes(0) && !isActive(opening(head));
const isXml: Check = (head) => isText(head) && opening(head).startsWith("<");
const isZip: Check = beginsWith(0x50, 0x4b, 0x03, 0x04);

const OFFICE = "application/vnd.openxmlformats-officedocument";

/** What may be attached, and how such a file begins. Nothing a browser would run. */
const CONTENT: Readonly<Record<string, Check>> = {
  "application/pdf": holds("%PDF-", 0),
  "image/png": beginsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  "image/jpeg": beginsWith(0xff, 0xd8, 0xff),
  "image/webp": (head) => holds("RIFF", 0)(head) && holds("WEBP", 8)(head),
  "image/heic": holds("ftyp", 4),
  "application/xml": isXml,
  "text/xml": isXml,
  "text/csv": isText,
  "text/plain": isText,
  [`${OFFICE}.spreadsheetml.sheet`]: isZip,
  [`${OFFICE}.wordprocessingml.document`]: isZip,
};

/** `Text/CSV; charset=utf-8` -> `text/csv`. */
const mediaType = (contentType: string): string => (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();

/** Whether files of this type may be attached at all. */
export const isAttachable = (contentType: string): boolean => Object.hasOwn(CONTENT, mediaType(contentType));

/** Whether a file begins as its type says. `head` is its first bytes, 512 of them where there are so many. */
export const isWhatItSays = (contentType: string, head: Uint8Array): boolean => CONTENT[mediaType(contentType)]?.(head) ?? false;
