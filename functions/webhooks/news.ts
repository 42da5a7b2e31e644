import type { Connection } from "#store/connections";
import type { WebhookEnd } from "#store/webhook-events";

/** Events after which a bank has something new to read, a deletion included: the read sees it. `connection.updated` is what a relay says. */
const NEWS = /^(item\.(created|refreshed|deleted|account\..+)|user\.deleted|connection\.updated)$/;
/** Events of other products, and the dashboard's button. */
const ELSEWHERE = /^(payment\.|TEST_EVENT$)/;

/** What an event about a connection calls for. Everything but news is recorded and left alone. */
export function judged(type: string, { provider, state }: Pick<Connection, "provider" | "state">): Pick<WebhookEnd, "outcome" | "reason"> {
  if (ELSEWHERE.test(type)) return { outcome: "ignored", reason: "not_about_accounts" };
  if (!NEWS.test(type)) return { outcome: "ignored", reason: "unknown_type" };
  if (state === "disconnected") return { outcome: "ignored", reason: "connection_ended" };
  // Bankin is read with a token a person gives for one run, and nobody keeps it.
  if (provider === "bankin") return { outcome: "ignored", reason: "token_needed" };
  return { outcome: "sync_requested" };
}
