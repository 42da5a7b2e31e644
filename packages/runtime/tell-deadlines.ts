import type { Alert } from "#domain/alerts/alert";
import { closed } from "#domain/alerts/change";
import { type DeadlineNews, deadlineNews } from "#domain/alerts/deadline-news";
import { factOf } from "#domain/alerts/fact";
import { type Instant, instantOf, parisDate } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { alertIdOf, changeActions, raiseAction, withdrawAction } from "#store/alert-actions";
import { alerts } from "#store/alerts";
import type { Action, Db } from "#store/db";
import { commit, type Doer, type EventObject } from "#store/outbox";
import { toldAction, toldDeadlines } from "#store/told-deadlines";
import { companyDeadlines } from "./company-deadlines.ts";

/** Alerts a round made, and open ones it ended because what they tell is over, or was not true. */
type Told = { readonly created: number; readonly ended: number };
type Telling = {
  readonly table: Db;
  /** How fresh the company's data must be: `now` for somebody who may just have corrected them. */
  readonly when: "lately" | "now";
  readonly now: () => Date;
  readonly newId: NewId;
  readonly doer: Doer;
  readonly requestId: string;
};
type News = { readonly companyId: CompanyId; readonly news: DeadlineNews; readonly version: number; readonly knownFacts: Set<string> };

const ATTEMPTS_MAX = 8;
const NOTHING: Told = { created: 0, ended: 0 };

/**
 * Tells a company its coming tax deadlines, each once a stage, in one transaction: the nightly worker and whoever asks at once do the same, and what one of
 * them told the other finds told. A quiet day is four small reads. It goes by the day it is in Paris now, so a round that comes late is a round of that day.
 */
export async function tellDeadlines(companyId: CompanyId, telling: Telling): Promise<Told> {
  const today = parisDate(telling.now());
  const [deadlines, lately] = await Promise.all([
    companyDeadlines(telling.table, companyId, today, telling.when),
    toldDeadlines(telling.table, companyId, "lately"),
  ]);
  if (deadlines === null) return NOTHING;
  const knownFacts = new Set<string>();
  let kept = lately;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const news = deadlineNews(deadlines, kept.told, today);
    if (news === null) return NOTHING;
    const told = await tell({ companyId, news, version: kept.version, knownFacts }, telling);
    if (told !== null) return told;
    kept = await toldDeadlines(telling.table, companyId, "now");
  }
  throw new Error("a company's alerts kept changing");
}

/** Writes the news; null when somebody was faster. A fact that has an alert already, whatever became of it, is added to `knownFacts` and not told again. */
async function tell({ companyId, news, version, knownFacts }: News, telling: Telling): Promise<Told | null> {
  const { table, now, newId, doer, requestId } = telling;
  const at = instantOf(now());
  const findings = news.findings.filter((finding) => !knownFacts.has(factOf(finding)));
  const openOf = (facts: DeadlineNews["over"]) => openAlerts(table, companyId, facts, at);
  const [over, withdrawn] = await Promise.all([openOf(news.over), openOf(news.withdrawn)]);
  const told = toldAction(companyId, news.told, version);
  const ends = [...endings(companyId, over, at), ...withdrawals(companyId, withdrawn)];
  // Only what is remembered changes, nothing anybody sees: no event.
  if (findings.length + ends.length === 0) return (await table.put(told.Put)).done ? NOTHING : null;
  const raises = findings.map((finding) => raiseAction(companyId, finding, at));
  const objects = [...findings.map((finding) => ({ id: alertIdOf(companyId, finding), version: 1 })), ...ends.map(({ object }) => object)];
  const type = findings.length > 0 ? "alert.raised" : "alert.closed";
  const actions = [told, ...raises, ...ends.map(({ action }) => action)];
  const outcome = await commit(table, companyId, actions, { id: newId("event"), type, at, doer, requestId, objects });
  if (outcome.done) return { created: findings.length, ended: ends.length };
  for (const place of outcome.failed) {
    const finding = findings[place - 1];
    if (finding) knownFacts.add(factOf(finding));
  }
  return null;
}

type Ending = { readonly object: EventObject; readonly action: Action };
const endings = (companyId: CompanyId, over: readonly Alert[], at: Instant): readonly Ending[] =>
  over.flatMap((alert) => {
    const after = closed(alert, at);
    return changeActions(companyId, alert, after).map((action) => ({ object: { id: after.id, version: after.version }, action }));
  });
const withdrawals = (companyId: CompanyId, withdrawn: readonly Alert[]): readonly Ending[] =>
  withdrawn.map((alert) => ({ object: { id: alert.id, version: alert.version + 1 }, action: withdrawAction(companyId, alert) }));

/** Those of some facts whose alert nobody has dealt with. */
async function openAlerts(table: Db, companyId: CompanyId, facts: DeadlineNews["over"], at: Instant): Promise<readonly Alert[]> {
  const store = alerts(table, companyId);
  const found = await Promise.all(facts.map((fact) => store.find(alertIdOf(companyId, fact), at)));
  return found.flatMap((alert) => (alert?.status === "open" ? [alert] : []));
}
