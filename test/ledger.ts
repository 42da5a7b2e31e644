import { expect } from "vitest";
import { REFUSALS, type RefusalCode } from "#domain/refusals";
import { entryPartition } from "#store/entry-item";
import type { Answer, company, TestWorld } from "#test/world";

export type Mine = Awaited<ReturnType<typeof company>>;
export const WAIT = { prefer: "wait=20" };

export type ApiLine = {
  readonly account: string;
  readonly account_label: string;
  readonly third_party: { readonly code: string; readonly name: string } | null;
  readonly label: string;
  readonly debit_cents: number;
  readonly credit_cents: number;
  readonly foreign: { readonly amount_cents: number; readonly currency: string } | null;
};
export type ApiEntry = {
  readonly id: string;
  readonly status: string;
  readonly number: number | null;
  readonly journal: string;
  readonly date: string;
  readonly piece_ref: string;
  readonly piece_date: string;
  readonly label: string;
  readonly source: { readonly kind: string; readonly id: string };
  readonly corrects: string | null;
  readonly warnings: readonly string[];
  readonly debit_cents: number;
  readonly lines: readonly ApiLine[];
};
export type BalanceRow = {
  readonly account: string;
  readonly label: string;
  readonly third_party: { readonly code: string; readonly name: string } | null;
  readonly opening_debit_cents: number;
  readonly opening_credit_cents: number;
  readonly debit_cents: number;
  readonly credit_cents: number;
  readonly debit_balance_cents: number;
  readonly credit_balance_cents: number;
  readonly previous: { readonly debit_balance_cents: number; readonly credit_balance_cents: number } | null;
};

const isList = <One>(value: unknown): value is One[] => Array.isArray(value);

/** The `data` of a list answer. */
export function dataOf<One>(answer: Answer): readonly One[] {
  const data = answer.body["data"];
  if (answer.status !== 200 || !isList<One>(data)) throw new Error(`no list: ${answer.status} ${answer.text}`);
  return data;
}

/** An answer is this refusal, by name and status; `pointer` names the wrong place. */
export function expectRefusal(answer: Answer, code: RefusalCode, pointer?: string): void {
  expect({ status: answer.status, code: answer.body["code"] }, answer.text).toEqual({ status: REFUSALS[code], code });
  if (pointer !== undefined) expect(answer.body["errors"]).toMatchObject([{ pointer }]);
}

/** A line as a person writes it: debit above zero. */
export const line = (account: string, cents: number, more: object = {}) => ({
  account,
  ...(cents > 0 ? { debit_cents: cents } : { credit_cents: -cents }),
  ...more,
});

/** An entry as a person writes it. */
export const entryOf = (date: string, lines: readonly object[], more: object = {}) => ({
  date,
  piece_ref: "OD-1",
  label: "Écriture",
  lines,
  ...more,
});

/** Writes a draft, which must be accepted, and returns it. */
export async function draft(mine: Mine, date: string, lines: readonly object[], more: object = {}): Promise<ApiEntry> {
  const answer = await mine.post("/api/ledger/entries", entryOf(date, lines, more));
  expect(answer.status, answer.text).toBe(201);
  return viewOf(answer);
}

const isEntry = (value: unknown): value is ApiEntry => typeof value === "object" && value !== null && "lines" in value;

/** The entry an answer shows. */
export function viewOf(answer: Answer): ApiEntry {
  if (!isEntry(answer.body)) throw new Error(`no entry: ${answer.status} ${answer.text}`);
  return answer.body;
}

export const entryPath = (id: string, action = ""): string => `/api/ledger/entries/${encodeURIComponent(id)}${action}`;

/** The result of a job that must end well. */
export async function done(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body, text } = await answer;
  expect({ status, job: body["status"] }, text).toEqual({ status: 200, job: "done" });
  return Object(body["result"]);
}

export const validate = (mine: Mine, through: string) => done(mine.post("/api/ledger/validate", { through }, WAIT));
export const closeYear = (mine: Mine, yearId: string, body: object = {}) => mine.post(`/api/ledger/years/${yearId}/close`, body, WAIT);

export type ApiYear = {
  readonly id: string;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly status: string;
  readonly last_number: number;
  readonly validated_through: string | null;
  readonly locked_through: string | null;
};

/** The fiscal year that ends in a year. */
export async function yearEnding(mine: Mine, year: number): Promise<ApiYear> {
  const found = dataOf<ApiYear>(await mine.get("/api/ledger/years")).find(({ ends_on }) => ends_on.startsWith(String(year)));
  if (!found) throw new Error("no such year");
  return found;
}

export const booked = async (mine: Mine, year: number): Promise<readonly ApiEntry[]> =>
  dataOf(await mine.get(`/api/ledger/entries?year=${year}&limit=200`));
export const waiting = async (mine: Mine, year: number): Promise<readonly ApiEntry[]> =>
  dataOf(await mine.get(`/api/ledger/entries?status=draft&year=${year}&limit=200`));

/** Rows of a trial balance by account, or by account and third party's code. */
export async function balance(mine: Mine, query: string): Promise<ReadonlyMap<string, BalanceRow>> {
  const answer = await mine.get(`/api/ledger/trial-balance?${query}`);
  const rows = answer.body["rows"];
  if (answer.status !== 200 || !isList<BalanceRow>(rows)) throw new Error(`no balance: ${answer.status} ${answer.text}`);
  return new Map(rows.map((row) => [row.third_party ? `${row.account} ${row.third_party.code}` : row.account, row]));
}

/** Balances (debit above zero) of a trial balance, by account. */
export async function balances(mine: Mine, query: string): Promise<Record<string, number>> {
  return Object.fromEntries(
    [...(await balance(mine, query))].map(([key, row]) => [key, row.debit_balance_cents - row.credit_balance_cents]),
  );
}

/** The stored item of a company's entry, to tamper with. */
export async function storedEntry(world: TestWorld, mine: Mine, source: string): Promise<Record<string, unknown>> {
  const found = await world.table(mine.id).get({ Key: { pk: entryPartition(mine.id), sk: source } });
  if (!found) throw new Error(`no stored entry ${source}`);
  return found;
}

export const client = (name: string) => ({ third_party: { name } });

/** A year of capital, two sales of which one is paid, a purchase unpaid, a rent. Profit: 3 000.00 + 450.10 − 800.00 − 120.05. */
export async function traded(mine: Mine): Promise<Mine> {
  await draft(mine, "2025-01-02", [line("512900", 1_000_000), line("101300", -1_000_000)]);
  await draft(mine, "2025-02-01", [line("411000", 300_000, client("Dupont")), line("706000", -300_000)], {
    journal: "VE",
    piece_ref: "F-1",
    label: "Facture Dupont",
  });
  await draft(mine, "2025-03-01", [line("512900", 300_000), line("411000", -300_000, client("Dupont"))], {
    piece_ref: "F-1",
    label: "Règlement Dupont",
  });
  await draft(mine, "2025-11-01", [line("411000", 40_000, client("Martin")), line("706000", -40_000)], {
    journal: "VE",
    piece_ref: "F-2",
    label: "Facture Martin",
  });
  await draft(mine, "2025-12-01", [line("411000", 5_010, client("Martin")), line("706000", -5_010)], {
    journal: "VE",
    piece_ref: "F-3",
    label: "Facture Martin bis",
  });
  await draft(mine, "2025-12-02", [line("607000", 80_000), line("401000", -80_000, client("Grossiste"))], {
    journal: "AC",
    piece_ref: "A-9",
    label: "Achat",
  });
  await draft(mine, "2025-12-31", [line("613200", 12_005), line("512900", -12_005)], { piece_ref: "L-1", label: "Loyer" });
  return mine;
}
export const PROFIT = 300_000 + 40_000 + 5_010 - 80_000 - 12_005;

/** Lines of an entry: account, third party's name, amount (debit above zero), label. */
export const sides = ({ lines }: ApiEntry) =>
  lines.map(({ account, third_party, debit_cents, credit_cents, label }) => [
    account,
    third_party?.name ?? null,
    debit_cents - credit_cents,
    label,
  ]);
