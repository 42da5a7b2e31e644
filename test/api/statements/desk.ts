import { expect } from "vitest";
import type { BankRow } from "#domain/banking/row";
import type { StatementImport } from "#store/statement-imports";
import { bankState, recomputed } from "#test/sync/totals";
import type { Answer, company, TestWorld } from "#test/world";
import { IBAN } from "./files.ts";

export type Mine = Awaited<ReturnType<typeof company>>;

/** A report as the wire spells it, as far as tests look at it. */
export type Report = {
  readonly import_id: string | null;
  readonly outcome: string;
  readonly rows: Readonly<Record<keyof StatementImport["rows"], number>>;
  readonly balances: Readonly<Record<string, unknown>>;
  readonly problems: readonly { readonly code: string; readonly line: number; readonly message: string }[];
  readonly remarks: readonly { readonly code: string; readonly line: number; readonly message: string }[];
  readonly probable_duplicates: readonly Readonly<Record<string, unknown>>[];
  readonly [name: string]: unknown;
};

const isReport = (value: unknown): value is Report => typeof value === "object" && value !== null && "rows" in value && "outcome" in value;

/** The report of an import that must have been accepted. */
export function reportIn(answer: Answer): Report {
  const found = answer.body["kind"] === "statement_import" ? answer.body["result"] : answer.body;
  if (answer.status !== 200 || !isReport(found)) throw new Error(`no report: ${answer.status} ${answer.text.slice(0, 600)}`);
  return found;
}

/** Opens a manual account; `iban` null: it has none. */
export async function opened(mine: Mine, more: object = {}, iban: string | null = IBAN): Promise<string> {
  const fields = { name: "Compte courant", bank_name: "Banque Horizon", account_type: "checking", ...(iban && { iban }), ...more };
  const { status, body, text } = await mine.post("/api/accounts", fields);
  expect(status, text).toBe(201);
  return String(body["id"]);
}

export const send = (
  mine: Pick<Mine, "as">,
  accountId: string,
  raw: string | Buffer,
  query = "",
  headers: Record<string, string> = {},
): Promise<Answer> =>
  mine.as("POST", `/api/accounts/${accountId}/import${query}`, {
    raw,
    headers: { "content-type": "application/octet-stream", ...headers },
  });

export const imported = async (...sending: Parameters<typeof send>): Promise<Report> => reportIn(await send(...sending));

/** Every live row, its totals held against what the rows add up to. */
export async function rowsOf(world: TestWorld, mine: Mine): Promise<readonly BankRow[]> {
  const { rows, live, kept } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(rows));
  return live;
}

export const brief = (rows: readonly BankRow[]): readonly string[] =>
  rows.map(({ date, amountCents, label }) => `${date} ${amountCents} ${label}`).sort();

/** What the last request consumed of the table, authentication and rate limit left out. */
export function unitsOf({ events }: Pick<TestWorld, "events">): { readonly rru: number; readonly wru: number } {
  const last = events.filter(({ event }) => event === "request").at(-1);
  return { rru: Number(last?.["rru"]) - AUTHENTICATION_RRU, wru: Number(last?.["wru"]) };
}

const AUTHENTICATION_RRU = 1;
