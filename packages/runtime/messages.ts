import * as z from "zod";
import { PROVIDERS } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { CompanyId, ConnectionId, ExportId, InvitationId, JobId, MailId, PersonId, SyncId } from "#domain/ids";

/** Every queue and what travels on it. A message names things; it never carries data worth protecting. */
export const MESSAGES = {
  sync: z.object({
    companyId: CompanyId,
    connectionId: ConnectionId,
    syncId: SyncId,
    /** Why the bank is read; `disconnect`: it is not, our access to it is to end. */
    trigger: z.enum(["manual", "webhook", "nightly", "connect", "disconnect"]),
    requestedAt: Instant,
    /** Counts the tries of a run whose bank was throttled or down. */
    attempt: z.int().min(1).max(30).exactOptional(),
    /** Not before then: a pause longer than a queue's longest delay is made of several. */
    notBefore: Instant.exactOptional(),
    /** Sent again with the stored answer of its request: whoever sent it first may be running it. */
    repeated: z.boolean().exactOptional(),
  }),
  webhooks: z.object({
    provider: z.enum(PROVIDERS),
    bodyHash: z.string().regex(/^[0-9a-f]{64}$/),
    body: z.string().max(262_144),
    receivedAt: Instant,
    /** Which arrival of this body it is: copies of one message are one delivery, another post of the same body is another. */
    deliveryId: z.string().max(80).default(""),
  }),
  exports: z.object({ companyId: CompanyId, exportId: ExportId }),
  jobs: z.object({ companyId: CompanyId, jobId: JobId }),
  alerts: z.object({ companyId: CompanyId }),
  /** What a person is to be told. The worker makes the token and knows the address; a hash of an address may be nobody's. */
  mail: z.union([
    z.object({
      ...{ purpose: z.literal("password_reset"), mailId: MailId, requestedAt: Instant },
      emailHash: z.string().regex(/^[0-9a-f]{64}$/),
      /** Hash of the network that asked, to count by. */
      networkHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .exactOptional(),
    }),
    z.object({ purpose: z.enum(["password_changed", "totp_enabled", "totp_disabled"]), mailId: MailId, personId: PersonId, at: Instant }),
    z.object({ purpose: z.literal("invitation"), mailId: MailId, companyId: CompanyId, invitationId: InvitationId }),
  ]),
} as const;

export type QueueName = keyof typeof MESSAGES;
export const QUEUE_NAMES = ["sync", "webhooks", "exports", "jobs", "alerts", "mail"] as const satisfies readonly QueueName[];
export type MessageOn<Name extends QueueName> = z.infer<(typeof MESSAGES)[Name]>;
export type SyncMessage = MessageOn<"sync">;
