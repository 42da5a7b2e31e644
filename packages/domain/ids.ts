import * as z from "zod";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Five bits a byte, in the letters of ULIDs: the readable form of a hash's first bytes. */
export function crockford(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let place = 0; place < bytes.length; place += 1) codes.push(CROCKFORD.charCodeAt((bytes[place] ?? 0) & 31));
  // At once: put together letter by letter, a text is as many texts in memory until somebody looks into it.
  return String.fromCharCode(...codes);
}

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
const id = <const Prefix extends string, const Brand extends string>(prefix: Prefix, _brand: Brand) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${ULID}$`))
    .brand<Brand>();

export const PersonId = id("per", "PersonId");
export type PersonId = z.infer<typeof PersonId>;
export const CompanyId = id("cmp", "CompanyId");
export type CompanyId = z.infer<typeof CompanyId>;
export const SessionId = id("ses", "SessionId");
export type SessionId = z.infer<typeof SessionId>;
export const AccountId = id("acc", "AccountId");
export type AccountId = z.infer<typeof AccountId>;
export const ConnectionId = id("con", "ConnectionId");
export type ConnectionId = z.infer<typeof ConnectionId>;
export const FiscalYearId = id("fy", "FiscalYearId");
export type FiscalYearId = z.infer<typeof FiscalYearId>;
export const JobId = id("job", "JobId");
export type JobId = z.infer<typeof JobId>;
export const ExportId = z
  .string()
  .regex(/^exp_[0-9A-HJKMNP-TV-Z]{26}$/)
  .brand<"ExportId">();
export type ExportId = z.infer<typeof ExportId>;
export const ShareId = id("shr", "ShareId");
export type ShareId = z.infer<typeof ShareId>;
/** One of a company's API keys: what names it, not what opens anything. */
export const ApiKeyId = id("key", "ApiKeyId");
export type ApiKeyId = z.infer<typeof ApiKeyId>;
/** Who may act for a company: a person, or a program by its key. */
export const ActorId = z.union([PersonId, ApiKeyId]);
export type ActorId = z.infer<typeof ActorId>;
/** An invitation to join a company, until it is accepted or expires. */
export const InvitationId = id("ivt", "InvitationId");
export type InvitationId = z.infer<typeof InvitationId>;
export const UploadId = id("upl", "UploadId");
export type UploadId = z.infer<typeof UploadId>;
/** A kept analysis of a trial balance. */
export const AnalysisId = id("ana", "AnalysisId");
export type AnalysisId = z.infer<typeof AnalysisId>;
/** One import of a bank statement file into an account. */
export const StatementImportId = id("imp", "StatementImportId");
export type StatementImportId = z.infer<typeof StatementImportId>;
/** One making of the archive of a company's data. */
export const PrivacyFileId = id("pvf", "PrivacyFileId");
export type PrivacyFileId = z.infer<typeof PrivacyFileId>;
export const EventId = id("evt", "EventId");
export type EventId = z.infer<typeof EventId>;
export const MailId = id("mal", "MailId");
export type MailId = z.infer<typeof MailId>;
export const SyncId = id("syn", "SyncId");
export type SyncId = z.infer<typeof SyncId>;
/** One webhook, by what it says: the milliseconds of its event and the SHA-256 of its body. The same body is the same event. */
export const WebhookEventId = z
  .string()
  .regex(/^whk_\d{13}_[0-9a-f]{64}$/)
  .brand<"WebhookEventId">();
export type WebhookEventId = z.infer<typeof WebhookEventId>;
/** A file a person attached to a bank row: a hash of the row and of its content, so that the same file is attached once. */
export const AttachmentId = z
  .string()
  .regex(/^att_[0-9A-HJKMNP-TV-Z]{26}$/)
  .brand<"AttachmentId">();
export type AttachmentId = z.infer<typeof AttachmentId>;
/** One alert. Of what the system found it is a hash of the fact, so that the same fact has the same id; of what a person wrote, a fresh one. */
export const AlertId = z
  .string()
  .regex(/^alr_[0-9A-HJKMNP-TV-Z]{26}$/)
  .brand<"AlertId">();
export type AlertId = z.infer<typeof AlertId>;
/** What a person's entry is made from: itself. Its public id is the entry's (`ent_manual_…`). */
const ManualEntryId = id("mnl", "ManualEntryId");

/** A bank row: its account's ordinal (3 digits) and 100 bits of the hash of provider and provider id, so one read finds it. */
export const TransactionId = z
  .string()
  .regex(/^txn_\d{3}[0-9A-HJKMNP-TV-Z]{20}$/)
  .brand<"TransactionId">();
export type TransactionId = z.infer<typeof TransactionId>;

const KINDS = {
  person: ["per", PersonId],
  company: ["cmp", CompanyId],
  session: ["ses", SessionId],
  account: ["acc", AccountId],
  connection: ["con", ConnectionId],
  fiscalYear: ["fy", FiscalYearId],
  job: ["job", JobId],
  event: ["evt", EventId],
  sync: ["syn", SyncId],
  mail: ["mal", MailId],
  entry: ["mnl", ManualEntryId],
  share: ["shr", ShareId],
  upload: ["upl", UploadId],
  apiKey: ["key", ApiKeyId],
  privacyFile: ["pvf", PrivacyFileId],
  invitation: ["ivt", InvitationId],
  alert: ["alr", AlertId],
  analysis: ["ana", AnalysisId],
  statementImport: ["imp", StatementImportId],
} as const;

export type IdKind = keyof typeof KINDS;
export type IdOf<Kind extends IdKind> = z.output<(typeof KINDS)[Kind][1]>;

/** Makes a fresh id of the given kind. Given to every handler; nothing else makes ids. */
export type NewId = <Kind extends IdKind>(kind: Kind) => IdOf<Kind>;

/** Builds the id maker on a source of ULIDs. */
export function idMaker(ulid: () => string): NewId {
  function make<Kind extends IdKind>(kind: Kind): IdOf<Kind>;
  function make(kind: IdKind): string {
    const [prefix, schema] = KINDS[kind];
    return schema.parse(`${prefix}_${ulid()}`);
  }
  return make;
}
