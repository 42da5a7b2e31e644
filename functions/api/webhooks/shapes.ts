import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { ActorId, ConnectionId, SyncId, WebhookEventId } from "#domain/ids";
import { listQuery } from "#runtime/list";
import { SyncLog } from "#store/sync-logs";
import { IgnoredReason, type WebhookEvent, WebhookOutcome } from "#store/webhook-events";

export const WebhookFilters = listQuery({
  provider: Provider.exactOptional(),
  outcome: WebhookOutcome.exactOptional(),
  type: z.string().min(1).max(80).exactOptional(),
});

const BODY_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const EXAMPLE_ID = `whk_1795240800000_${BODY_HASH}`;
const EXAMPLE = {
  ...{ id: EXAMPLE_ID, type: "item.refreshed", itemId: "7041225", accountId: null, bodyHash: BODY_HASH },
  ...{ outcome: "sync_requested", reason: null, replays: 0, lastReplayedAt: null, lastReplayedBy: null },
};

export const WebhookParams = z.object({ webhookId: WebhookEventId.meta({ examples: [EXAMPLE_ID] }) });

export const WebhookEventView = z
  .object({
    id: WebhookEventId.meta({ description: "Names what the webhook says: the same body is the same event, however often it comes." }),
    provider: Provider,
    type: z.string().meta({ description: "The event's name of today; those of Bankin' of 2019 are translated." }),
    connectionId: ConnectionId,
    itemId: z.string().nullable().meta({ description: "The bank login it speaks of, as the provider names it." }),
    accountId: z.string().nullable(),
    bodyHash: z.string().meta({ description: "SHA-256 of the bytes that were signed." }),
    occurredAt: Instant.meta({ description: "When the provider says it happened." }),
    receivedAt: Instant,
    processedAt: Instant.nullable(),
    outcome: WebhookOutcome.meta({
      description: "`received` while it is being worked on; `sync_requested`: its bank is read; `ignored`: recorded only.",
    }),
    reason: IgnoredReason.nullable().meta({ description: "Why it was left alone." }),
    syncId: SyncId.nullable().meta({
      description: "The read it asked for last. Reads of one connection are joined: another may have brought the news.",
    }),
    replays: z.int(),
    lastReplayedAt: Instant.nullable(),
    lastReplayedBy: ActorId.nullable(),
  })
  .meta({ id: "WebhookEvent", examples: [EXAMPLE] });

const { syncId, startedAt, finishedAt, outcome, errorCode, added, updated, deleted, unchanged } = SyncLog.shape;

export const WebhookEventDetail = WebhookEventView.extend({
  read: z.object({ syncId, startedAt, finishedAt, outcome, errorCode, added, updated, deleted, unchanged }).nullable().meta({
    description: "The first whole read of its connection begun since it came (or was replayed); else the last attempt; null: none yet.",
  }),
}).meta({ id: "WebhookEventDetail", examples: [EXAMPLE] });

export const WebhookReplay = z
  .object({ id: WebhookEventId, connectionId: ConnectionId, syncId: SyncId, requestedAt: Instant })
  .meta({ id: "WebhookReplay", examples: [{ id: EXAMPLE_ID }] });

export const viewOf = ({ deliveryId: _, ...event }: WebhookEvent): z.input<typeof WebhookEventView> => ({
  ...{ itemId: null, accountId: null, processedAt: null, reason: null, syncId: null, lastReplayedAt: null, lastReplayedBy: null },
  ...event,
});

export const WebhookCheck = z
  .object({
    providers: z.array(
      z.object({
        provider: Provider,
        path: z.string().meta({ description: "Where its webhooks go." }),
        configured: z.boolean().meta({ description: "There is a secret and the self-test passed: rightly signed webhooks are accepted." }),
        secretSet: z.boolean(),
        secondSecretSet: z.boolean().meta({ description: "A second secret is accepted too: one is being changed." }),
        secretOf: Provider.nullable().meta({ description: "Whose secret it is: Bankin's is Bridge's unless it has its own." }),
        selfTest: z
          .enum(["passed", "failed", "not_run"])
          .meta({ description: "Fixed bytes signed with each secret and judged by the verifier; `not_run` without a secret." }),
        lastEventAt: Instant.nullable().meta({ description: "When this company's last event came." }),
        lastEventType: z.string().nullable(),
        lastTestAt: Instant.nullable().meta({ description: "When the dashboard's test button last reached this installation." }),
        unmatchedCount: z.int().meta({
          description:
            "Rightly signed webhooks of the last 30 days that were nobody's, over all companies of this installation; looked for among the last 200.",
        }),
        lastUnmatchedAt: Instant.nullable(),
      }),
    ),
  })
  .meta({
    id: "WebhookCheck",
    examples: [
      {
        providers: [
          {
            ...{ path: "/api/webhooks/bridge", selfTest: "passed", secondSecretSet: false, secretOf: "bridge" },
            ...{ lastEventType: "item.refreshed", lastTestAt: null, unmatchedCount: 0, lastUnmatchedAt: null },
          },
        ],
      },
    ],
  });
