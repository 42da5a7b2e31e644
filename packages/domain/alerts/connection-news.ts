import type { BalanceGap, ConnectionState } from "../banking/connection.ts";
import type { Provider } from "../banking/provider.ts";
import { lastDayOfProvider } from "../banking/retirement.ts";
import { type BusinessDate, daysBetween, type Instant, parisDate, shifted } from "../dates.ts";
import type { AccountId, ConnectionId } from "../ids.ts";
import type { Cents, Currency } from "../money.ts";
import type { Severity } from "./alert.ts";
import {
  consentWords,
  downWords,
  gapWords,
  reauthWords,
  retiredWords,
  retiringWords,
  unsupportedWords,
  type Words,
} from "./connection.fr.ts";
import type { Finding } from "./fact.ts";

/** What of a connection is worth watching. */
export type WatchedConnection = {
  readonly id: ConnectionId;
  readonly provider: Provider;
  readonly state: ConnectionState;
  readonly stateSince?: Instant;
  readonly statusInfo?: string;
  readonly bankName?: string;
  readonly consentExpiresAt?: Instant;
  readonly failures?: number;
  readonly failingSince?: Instant;
  readonly lastError?: string;
  readonly gaps?: readonly BalanceGap[];
  readonly createdAt: Instant;
  readonly told?: readonly ToldFact[];
};
/** An account as an alert names it, with the balance its bank tells. */
export type NamedAccount = {
  readonly id: AccountId;
  readonly name: string;
  readonly currency: Currency;
  readonly reportedCents: Cents | null;
};

/** A fact that was told and is not over. A connection tells one thing of a topic at a time. */
export type ToldFact = Pick<Finding, "kind" | "subject" | "stage"> & { readonly topic: string };
/** What is to be told now, what told before is over, and what is told after that. */
export type ConnectionNews = {
  readonly findings: readonly Finding[];
  readonly over: readonly ToldFact[];
  readonly told: readonly ToldFact[];
};

type Due = { readonly topic: string; readonly finding: Finding };

/** How far ahead the end of a consent is told, the most urgent first. */
const CONSENT_STAGES: readonly { readonly days: number; readonly severity: Severity }[] = [
  { days: 3, severity: "urgent" },
  { days: 14, severity: "attention" },
];
const RETIREMENT_DAYS = 30;
/** A bank that does not answer is let be this long: most come back (Bridge: a 1003 that lasts beyond it is to be escalated). */
const DOWN_SECONDS = 48 * 3_600;
/** A gap is told when a second whole read finds it this much later, */
const GAP_CONFIRMED_SECONDS = 4 * 3_600;
/** or when it has stood this long whatever was read since: rows often arrive hours after the balance. */
const GAP_SECONDS = 24 * 3_600;
/** New facts, and facts that are over, in one telling: what one transaction holds. The others are told next time. */
const AT_ONCE_MAX = 30;

/** What a state of a connection changes in what is told of it, at an instant; null when nothing does. Days are those of Paris. */
export function connectionNews(
  connection: WatchedConnection,
  accounts: ReadonlyMap<AccountId, NamedAccount>,
  now: Instant,
): ConnectionNews | null {
  const told = connection.told ?? [];
  const due = [...stateFacts(connection, now), ...gapFacts(connection, accounts, now)];
  const isTold = ({ topic, finding }: Due) =>
    told.some((one) => one.topic === topic && (topic === "down" || (one.subject === finding.subject && one.stage === finding.stage)));
  const fresh = due.filter((one) => !isTold(one)).slice(0, AT_ONCE_MAX);
  const stillDue = new Set(due.filter(isTold).map(({ topic }) => topic));
  const over = told.filter(({ topic }) => !stillDue.has(topic)).slice(0, AT_ONCE_MAX);
  if (fresh.length + over.length === 0) return null;
  const isOver = new Set(over);
  return {
    findings: fresh.map(({ finding }) => finding),
    over,
    told: [
      ...told.filter((one) => !isOver.has(one)),
      ...fresh.map(({ topic, finding: { kind, subject, stage } }) => ({ topic, kind, subject, stage })),
    ],
  };
}

function stateFacts(connection: WatchedConnection, now: Instant): readonly Due[] {
  const { state, provider, createdAt, stateSince = createdAt } = connection;
  const bank = bankOf(connection);
  const since = parisDate(new Date(stateSince));
  const fact = factsOf(connection, parisDate(new Date(now)));
  if (state === "disconnected") return [];
  if (state === "provider_retired") return [fact("retired", "anomaly", stateSince, "retired", "urgent", retiredWords(bank))];
  const lastDay = lastDayOfProvider(provider);
  const ends =
    lastDay !== null && daysBetween(parisDate(new Date(now)), lastDay) <= RETIREMENT_DAYS
      ? [fact("retired", "anomaly", lastDay, `J-${RETIREMENT_DAYS}`, "attention", retiringWords(bank, lastDay), lastDay)]
      : [];
  if (state === "reauth_required")
    return [...ends, fact("reauth", "consent", stateSince, state, "urgent", reauthWords(bank, connection.statusInfo ?? "", since))];
  if (state === "unsupported") return [...ends, fact("unsupported", "anomaly", stateSince, state, "attention", unsupportedWords(bank))];
  return [...ends, ...consentFacts(connection, now), ...downFacts(connection, now)];
}

function consentFacts(connection: WatchedConnection, now: Instant): readonly Due[] {
  const { consentExpiresAt } = connection;
  if (consentExpiresAt === undefined) return [];
  const today = parisDate(new Date(now));
  const lastDay = parisDate(new Date(consentExpiresAt));
  const stage = CONSENT_STAGES.find(({ days }) => daysBetween(today, lastDay) <= days);
  if (!stage) return [];
  const words = consentWords(bankOf(connection), lastDay);
  return [factsOf(connection, today)("consent", "consent", lastDay, `J-${stage.days}`, stage.severity, words, lastDay)];
}

/** Down is a bank that says so itself, one we cannot vouch for, or one whose reads fail. The alert stays the same however one becomes the other. */
function downFacts(connection: WatchedConnection, now: Instant): readonly Due[] {
  const { state, stateSince, createdAt, failingSince, told = [] } = connection;
  const saidSo = state === "temporarily_unavailable" || state === "degraded" ? [stateSince ?? createdAt] : [];
  const [since] = [...saidSo, ...(failingSince === undefined ? [] : [failingSince])].toSorted();
  if (since === undefined) return [];
  const wasTold = told.some(({ topic }) => topic === "down");
  if (!wasTold && shifted(since, DOWN_SECONDS) > now) return [];
  const words = downWords(bankOf(connection), parisDate(new Date(since)), connection.lastError ?? state);
  return [factsOf(connection, parisDate(new Date(now)))("down", "anomaly", since, "48h", "attention", words)];
}

function gapFacts({ state, gaps = [] }: WatchedConnection, accounts: ReadonlyMap<AccountId, NamedAccount>, now: Instant): readonly Due[] {
  if (state === "disconnected") return [];
  return gaps.flatMap(({ accountId, cents, since, seenAt }) => {
    const account = accounts.get(accountId);
    const isConfirmed = shifted(since, GAP_CONFIRMED_SECONDS) <= seenAt || shifted(since, GAP_SECONDS) <= now;
    if (!account || !isConfirmed) return [];
    const finding: Finding = {
      ...{ kind: "anomaly", subject: `${accountId}|${since}`, stage: "gap", severity: "attention" },
      ...gapWords(account, cents, parisDate(new Date(since))),
      ...{ dueOn: parisDate(new Date(now)), amountCents: cents, currency: account.currency },
      link: { type: "account", id: accountId, path: `/api/accounts/${accountId}` },
    };
    return [{ topic: `gap:${accountId}`, finding }];
  });
}

/** A fact of the connection itself: what makes it one is what it is about and since when, so that the same trouble a month later is another. */
const factsOf =
  ({ id }: WatchedConnection, today: BusinessDate) =>
  (
    topic: string,
    kind: "consent" | "anomaly",
    since: string,
    stage: string,
    severity: Severity,
    words: Words,
    dueOn: BusinessDate = today,
  ): Due => ({
    topic,
    finding: {
      ...{ kind, subject: `${id}|${topic}|${since}`, stage, severity, ...words, dueOn, amountCents: null },
      link: { type: "connection", id, path: `/api/sync/connections/${id}` },
    },
  });

const bankOf = ({ bankName }: WatchedConnection): string => bankName ?? "Votre banque";
