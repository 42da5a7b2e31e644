import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { ActorId, AnalysisId, type CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { Analysis } from "#tax/analysis/analysis-result";
import type { Action, Db, Key } from "./db.ts";
import { TABLE } from "./entity.ts";
import { packed, unpacked } from "./entry-item.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/**
 * Access patterns: analyses of a company, newest first, by their summaries alone · one analysis, summary and result. The file it was made from
 * is not kept. Nothing changes an analysis: it is made, and may be deleted. docs/table.md.
 */
export const AnalysisSource = z.object({
  format: z.enum(["json", "csv", "xlsx", "fec", "books"]),
  fileName: z.string().nullable().meta({ description: "As the caller names it: for people to read." }),
  sha256: z.string().nullable().meta({ description: "SHA-256 of what was sent, hex; null for one's own books." }),
  bytes: z.int(),
  rows: z.int(),
});
export type AnalysisSource = z.infer<typeof AnalysisSource>;

export const AnalysisSummary = z.object({
  id: AnalysisId,
  version: z.int(),
  startsOn: BusinessDate,
  endsOn: BusinessDate,
  source: AnalysisSource,
  netResultCents: z.int(),
  totalAssetsCents: z.int(),
  errors: z.int().meta({ description: "Checks by how grave they are." }),
  warnings: z.int(),
  createdBy: ActorId,
  createdAt: Instant,
});
export type AnalysisSummary = z.infer<typeof AnalysisSummary>;

/** What was done with the file that its reader should know, in French. */
export const AnalysisRemark = z.object({ code: z.string(), line: z.int(), place: z.string(), message: z.string() });

export const AnalysisResult = z.object({ facts: AnalysisFacts, remarks: z.array(AnalysisRemark), analysis: Analysis });
export type AnalysisResult = z.infer<typeof AnalysisResult>;

/** Some years of a company, and some tries of each. */
const ANALYSES_MAX = 500;
/** An item holds 400 KB. */
const RESULT_BYTES_MAX = 380_000;

const FIRST = "ana_";
const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#ANALYSES`;
const summaryKey = (companyId: CompanyId, id: AnalysisId): Key => ({ pk: partition(companyId), sk: id });
const resultKey = (companyId: CompanyId, id: AnalysisId): Key => ({ pk: partition(companyId), sk: `RESULT#${id}` });
const countKey = (companyId: CompanyId): Key => ({ pk: partition(companyId), sk: "COUNT" });

type Event = Omit<BusinessEvent, "type" | "objects">;
type Page = { readonly analyses: readonly AnalysisSummary[]; readonly next: string | null };

export const analyses = (db: Db, companyId: CompanyId) => ({
  /** Newest first. */
  async page(limit: number, before: string | null): Promise<Page> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk between :first and :last",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: {
        ":pk": partition(companyId),
        ":first": FIRST,
        ":last": before === null ? `${FIRST}~` : previousTo(before),
      },
      ScanIndexForward: false,
      Limit: limit,
    });
    return { analyses: items.map((item) => AnalysisSummary.parse(item)), next: next ? String(next["sk"]) : null };
  },
  async find(id: AnalysisId): Promise<AnalysisSummary | null> {
    const found = await db.get({ Key: summaryKey(companyId, id), ConsistentRead: true });
    return found ? AnalysisSummary.parse(found) : null;
  },
  /** An analysis, whole. Refuses one that is not there. */
  async get(id: AnalysisId): Promise<AnalysisSummary & AnalysisResult> {
    const items = await db.batchGet([summaryKey(companyId, id), resultKey(companyId, id)]);
    const summary = items.find(({ sk }) => sk === id);
    const result = items.find(({ sk }) => sk !== id);
    if (!summary || !result) throw new Refusal("analysis.not_found");
    return { ...AnalysisSummary.parse(summary), ...resultOf(result["body"]) };
  },
  /** Keeps an analysis, once: who kept it at the same time under the same id kept the same. Refuses one beyond the limit, and a result that does not fit an item. */
  async add(summary: AnalysisSummary, result: AnalysisResult, event: Event): Promise<void> {
    const actions: Action[] = [
      countAction(companyId, 1),
      put({ ...summaryKey(companyId, summary.id), ...summary }),
      put({ ...resultKey(companyId, summary.id), body: packed(result, RESULT_BYTES_MAX, "analysis.too_large") }),
    ];
    const objects = [{ id: summary.id, version: summary.version }];
    const outcome = await commit(db, companyId, actions, { ...event, type: "analysis.created", objects });
    if (!outcome.done && outcome.failed.includes(0)) throw new Refusal("analysis.limit_reached");
  },
  /** Deletes an analysis. Refuses one that is not there (any more). */
  async remove(id: AnalysisId, event: Event): Promise<void> {
    const actions: Action[] = [
      remove(summaryKey(companyId, id)),
      { Delete: { TableName: TABLE, Key: { ...resultKey(companyId, id) } } },
      countAction(companyId, -1),
    ];
    const outcome = await commit(db, companyId, actions, { ...event, type: "analysis.deleted", objects: [{ id }] });
    if (!outcome.done) throw new Refusal("analysis.not_found");
  },
});

/** The text that sorts just before an id: ids are made of digits and capitals, and end a range that is meant without them. */
const previousTo = (id: string): string => `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}~`;

const resultOf = (body: unknown): AnalysisResult =>
  AnalysisResult.parse(JSON.parse(unpacked(z.union([z.string(), z.instanceof(Uint8Array)]).parse(body))));

const put = (Item: Readonly<Record<string, unknown>>): Action => ({
  Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" },
});

const remove = (key: Key): Action => ({
  Delete: { TableName: TABLE, Key: { ...key }, ConditionExpression: "attribute_exists(pk)" },
});

/** One analysis more, within the limit, or one less. */
const countAction = (companyId: CompanyId, by: 1 | -1): Action => ({
  Update: {
    TableName: TABLE,
    Key: { ...countKey(companyId) },
    UpdateExpression: "ADD #count :by",
    ...(by > 0 && { ConditionExpression: "attribute_not_exists(#count) or #count < :max" }),
    ExpressionAttributeNames: { "#count": "count" },
    ExpressionAttributeValues: { ":by": by, ...(by > 0 && { ":max": ANALYSES_MAX }) },
  },
});
