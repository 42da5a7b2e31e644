import type * as z from "zod";
import { passesSelfTest, secretsFor, WEBHOOK_PROVIDERS, type WebhookProvider } from "#connectors/banks/provider-webhook";
import type { CompanyId } from "#domain/ids";
import type { SecretOf } from "#runtime/secret-shapes";
import type { Db } from "#store/db";
import { type UnmatchedWebhook, unmatchedWebhooks } from "#store/unmatched-webhooks";
import { type WebhookEvent, webhookEvents } from "#store/webhook-events";
import type { WebhookCheck } from "./shapes.ts";

type Known = {
  readonly secrets: SecretOf<"webhooks">;
  readonly events: readonly WebhookEvent[];
  readonly unmatched: readonly UnmatchedWebhook[];
  readonly now: Date;
};

/** Latest events looked at, to find the last of each provider. */
const RECENT_MAX = 200;

/** Where the webhooks of each provider stand, seen by one company. Nothing of a secret is told but that it is there and works. */
export async function checkWebhooks(
  companyId: CompanyId,
  { table, system, ...known }: Pick<Known, "secrets" | "now"> & { readonly table: Db; readonly system: Db },
): Promise<z.input<typeof WebhookCheck>> {
  const everything = { provider: null, outcome: null, type: null, limit: RECENT_MAX, after: null };
  const [{ events }, unmatched] = await Promise.all([webhookEvents(table, companyId).page(everything), unmatchedWebhooks(system).latest()]);
  return { providers: WEBHOOK_PROVIDERS.map((provider) => checked(provider, { ...known, events, unmatched })) };
}

function checked(provider: WebhookProvider, { secrets, events, unmatched, now }: Known) {
  const used = secretsFor(provider, secrets);
  const isOwn = (secrets[provider] ?? []).length > 0;
  const selfTest = selfTestOf(provider, used, now);
  const last = events.find((event) => event.provider === provider);
  const ofNobody = unmatched.filter((webhook) => webhook.provider === provider);
  const nobodys = ofNobody.filter(({ kind }) => kind !== "test");
  return {
    ...{ provider, path: `/api/webhooks/${provider}`, configured: selfTest === "passed", selfTest },
    ...{ secretSet: used.length > 0, secondSecretSet: used.length > 1, secretOf: used.length === 0 ? null : isOwn ? provider : "bridge" },
    ...{ lastEventAt: last?.receivedAt ?? null, lastEventType: last?.type ?? null },
    lastTestAt: ofNobody.find(({ kind }) => kind === "test")?.receivedAt ?? null,
    ...{ unmatchedCount: nobodys.length, lastUnmatchedAt: nobodys[0]?.receivedAt ?? null },
  } as const;
}

function selfTestOf(provider: WebhookProvider, secrets: readonly string[], now: Date): "passed" | "failed" | "not_run" {
  if (secrets.length === 0) return "not_run";
  return passesSelfTest(provider, secrets, now) ? "passed" : "failed";
}
