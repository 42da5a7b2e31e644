import { Alert, type AlertKind, type AlertStatus, type Severity } from "#domain/alerts/alert";
import { alertOf, type Finding } from "#domain/alerts/fact";
import type { BusinessDate, Instant } from "#domain/dates";
import type { AlertId, CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { alertIdOf, alertKey, alertsPartition, DELETED, raiseAction } from "./alert-actions.ts";
import type { Db, Item, Query } from "./db.ts";
import { type BusinessEvent, commit } from "./outbox.ts";
import { pagesOf } from "./pages.ts";

/**
 * Access patterns: alert by id · alerts of a company, or those of one status, by the day they are about, latest first, between two days. Kind and severity
 * are looked for among those, so many at most a page. What is expired is not there any more, whether or not the table has deleted it. docs/table.md.
 */
export type AlertQuestion = {
  readonly status: AlertStatus | null;
  readonly kind: AlertKind | null;
  readonly severity: Severity | null;
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  readonly limit: number;
  /** Place of the last one seen, as `next` of the page before gave it. */
  readonly after: string | null;
};
export type AlertPage = { readonly alerts: readonly Alert[]; readonly next: string | null };

type Event = Omit<BusinessEvent, "type" | "objects">;

/** Alerts looked at for one page of a list that is filtered, at most: a page may be shorter than asked and still have a next one. */
const EXAMINED_MAX = 500;
const FILTERED_PAGE = 100;
/** Facts told in one transaction. */
const FINDINGS_MAX = 90;
const FIRST = "0000-00-00";
const LAST = "9999-99-99";

export const alerts = (db: Db, companyId: CompanyId) => ({
  async find(id: AlertId, at: Instant): Promise<Alert | null> {
    const found = await db.get({ Key: alertKey(companyId, id), ConsistentRead: true });
    return found && isThere(found, at) ? Alert.parse(found) : null;
  },
  async get(id: AlertId, at: Instant): Promise<Alert> {
    const found = await this.find(id, at);
    if (!found) throw new Refusal("alert.not_found");
    return found;
  },
  async page(question: AlertQuestion, at: Instant): Promise<AlertPage> {
    const found: Item[] = [];
    const state = { examined: 0, last: question.after };
    for await (const items of pagesOf(db, queryOf(companyId, question))) {
      for (const item of items) {
        const place = placeOf(item, question);
        if (place === question.after) continue;
        if (found.length === question.limit && fits(item, question, at)) return pageOf(found, question);
        if (fits(item, question, at)) found.push(item);
        state.examined += 1;
        state.last = place;
      }
      if (state.examined >= EXAMINED_MAX) return { ...pageOf(found, question), next: state.last };
    }
    return { ...pageOf(found, question), next: null };
  },
  /** How many are open. */
  async open(at: Instant): Promise<number> {
    const everything = { status: "open", kind: null, severity: null, from: null, to: null, limit: 1_000, after: null } as const;
    let count = 0;
    for await (const items of pagesOf(db, queryOf(companyId, everything))) count += items.filter((item) => isThere(item, at)).length;
    return count;
  },
  /**
   * Tells facts, each once whatever happens and however often it is told; gives the alerts this call made. For whoever has no transaction of its own;
   * who has one puts `raiseAction` in it. `FINDINGS_MAX` facts at most.
   */
  async raise(findings: readonly Finding[], event: Event): Promise<readonly Alert[]> {
    if (findings.length > FINDINGS_MAX) throw new Error("too many facts for one transaction");
    let left = findings;
    while (left.length > 0) {
      const objects = left.map((finding) => ({ id: alertIdOf(companyId, finding), version: 1 }));
      const actions = left.map((finding) => raiseAction(companyId, finding, event.at));
      const outcome = await commit(db, companyId, actions, { ...event, type: "alert.raised", objects });
      if (outcome.done) return left.map((finding) => alertOf(finding, alertIdOf(companyId, finding), event.at));
      const known = new Set(outcome.failed);
      left = left.filter((_, place) => !known.has(place));
    }
    return [];
  },
});

const indexOf = ({ status }: Pick<AlertQuestion, "status">) => (status === null ? "gsi1" : "gsi2");
const placeOf = (item: Item, question: AlertQuestion): string => String(item[`${indexOf(question)}sk`]);

/** `after` itself is asked for again, and left out: a range of sort keys has both ends or none. */
function queryOf(companyId: CompanyId, question: AlertQuestion): Query {
  const { status, kind, severity, from, to, limit, after } = question;
  const index = indexOf(question);
  const isFiltered = kind !== null || severity !== null;
  return {
    IndexName: index,
    KeyConditionExpression: "#pk = :pk and #sk between :from and :to",
    ExpressionAttributeNames: { "#pk": `${index}pk`, "#sk": `${index}sk` },
    ExpressionAttributeValues: {
      ":pk": `${alertsPartition(companyId)}${status === null ? "#L" : `#S#${status}`}`,
      ":from": from ?? FIRST,
      ":to": after ?? `${to ?? LAST}#~`,
    },
    ScanIndexForward: false,
    Limit: isFiltered ? FILTERED_PAGE : limit + 2,
  };
}

const fits = (item: Item, { kind, severity }: AlertQuestion, at: Instant): boolean =>
  isThere(item, at) && (kind === null || item["kind"] === kind) && (severity === null || item["severity"] === severity);

function pageOf(found: readonly Item[], question: AlertQuestion): AlertPage {
  const last = found.at(-1);
  return { alerts: found.map((item) => Alert.parse(item)), next: last ? placeOf(last, question) : null };
}

function isThere({ status, ttl }: Item, at: Instant): boolean {
  const isForgotten = typeof ttl === "number" && ttl * 1_000 <= Date.parse(at);
  return status !== DELETED && !isForgotten;
}
