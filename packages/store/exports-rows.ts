import { createHash } from "node:crypto";
import { type Account, ordinalText } from "#domain/banking/account";
import { type BankRow, isOpen } from "#domain/banking/row";
import { isSought, type RowSearch, searchWords } from "#domain/banking/row-search";
import { addChange, type CategoryTotal, categoryTotals, type TotalsDelta } from "#domain/banking/totals";
import { categoryById } from "#domain/categorising/categories";
import { businessDate, lastDayOf, type Month, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { accounts } from "./accounts.ts";
import type { Db, Item } from "./db.ts";
import type { TransactionsOptions } from "./exports-kinds.ts";
import { allOf } from "./pages.ts";
import { dateSortKey, rowPartition } from "./row-item.ts";
import { endOfDay, rows } from "./rows.ts";
import { CHANGES_FIELD } from "./totals.ts";

/** Access patterns: month items of an account, strongly consistent · rows of some accounts in one order, oldest first. docs/table.md. */
type Question = Omit<TransactionsOptions, "format" | "separator" | "bom">;
type KeptMonth = { readonly month: Month; readonly fields: Item };
type AccountMonths = { readonly account: Account; readonly months: readonly KeptMonth[] };

/** Some accounts' rows as they stand: what is kept of each month, and a hash that moves with every row and every account name. */
export type RowSnapshot = { readonly sources: readonly AccountMonths[]; readonly fingerprint: string };

/** Rows or names moved while they were read, or the index lags behind the table: what was read is no one moment's state. */
export class RowsMoved extends Error {
  override readonly name = "RowsMoved";
}

/**
 * What a question about rows rests on. Every row write counts in its month's `changes`, so this costs one query an account and
 * reads no row. Refuses an account that is not there.
 */
export async function rowSnapshot(
  db: Db,
  companyId: CompanyId,
  { accountId, from, to }: Pick<Question, "accountId" | "from" | "to">,
): Promise<RowSnapshot> {
  const all = await accounts(db, companyId).all("now");
  const wanted = accountId === null ? null : new Set(accountId.split(","));
  const asked = wanted === null ? all : all.filter(({ id }) => wanted.has(id));
  if (wanted !== null && asked.length < wanted.size) throw new Refusal("account.not_found");
  const between = [from === null ? "0000-00" : monthOf(from), to === null ? "9999-99" : monthOf(to)] as const;
  const sources = await Promise.all(
    asked.map(async (account) => ({ account, months: await keptMonths(db, companyId, account.ordinal, ...between) })),
  );
  const parts = sources.map(({ account: { id, ordinal, name, bankName, iban, currency }, months }) => [
    ...[id, ordinal, name, bankName, iban, currency],
    months.map(({ month, fields }) => [month, fields[CHANGES_FIELD]]),
  ]);
  return { sources, fingerprint: createHash("sha256").update(JSON.stringify(parts)).digest("hex") };
}

async function keptMonths(db: Db, companyId: CompanyId, ordinal: number, from: Month, to: Month): Promise<readonly KeptMonth[]> {
  const items = await allOf(db, {
    KeyConditionExpression: "#pk = :pk and sk between :from and :to",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": rowPartition(companyId, ordinal), ":from": `M#${from}`, ":to": `M#${to}` },
    ConsistentRead: true,
  });
  return items.map((item) => ({ month: String(item["sk"]).slice(2), fields: item }));
}

const PAGE_ROWS = 200;

/**
 * The rows of a question, oldest first, then by account. Whole months are read and their booked rows held against the kept totals
 * of the snapshot; a file is one moment's state or RowsMoved is thrown at its end.
 */
export async function* snapshotRows(db: Db, companyId: CompanyId, question: Question, snapshot: RowSnapshot): AsyncGenerator<BankRow> {
  const read: TotalsDelta = new Map();
  const search = searchIn(question);
  const sources = snapshot.sources.map(({ account, months }) => accountRows(db, companyId, account.ordinal, months, question.open));
  for await (const row of merged(sources)) {
    addChange(read, null, row);
    if (isAsked(row, question) && isSought(row, search)) yield row;
  }
  for (const { account, months } of snapshot.sources)
    for (const { month, fields } of months) {
      const kept = categoryTotals(fields).filter(({ code }) => !question.open || code === OPEN_CODE);
      const found = categoryTotals(Object.fromEntries(read.get(`AM:${ordinalText(account.ordinal)}:${month}`) ?? []));
      if (spelled(kept) !== spelled(found)) throw new RowsMoved(`the rows of ${month} are not those that were counted`);
    }
  const after = await rowSnapshot(db, companyId, question);
  if (after.fingerprint !== snapshot.fingerprint) throw new RowsMoved("rows moved while they were read");
}

/** Category code of a row that waits for a decision. */
const OPEN_CODE = "00";

const spelled = (totals: readonly CategoryTotal[]): string => JSON.stringify(totals);

const isAsked = (row: BankRow, { from, to, open }: Question): boolean =>
  (from === null || row.date >= from) && (to === null || row.date <= to) && (!open || isOpen(row));

/** What a question asks beyond days and what is open. */
function searchIn({
  categoryId,
  status,
  direction,
  minAmountCents,
  maxAmountCents,
  q,
  split,
  hasAttachment,
  transfer,
}: Question): RowSearch {
  return {
    ...(categoryId !== null && { codes: new Set(categoryId.split(",").map((id) => categoryById(id).code)) }),
    ...(status !== null && { status }),
    ...(direction !== null && { direction }),
    ...(minAmountCents !== null && { minAmountCents }),
    ...(maxAmountCents !== null && { maxAmountCents }),
    ...(q !== null && { words: searchWords(q) }),
    ...(split !== null && { split }),
    ...(hasAttachment !== null && { hasAttachment }),
    ...(transfer !== null && { transfer }),
  };
}

async function* accountRows(
  db: Db,
  companyId: CompanyId,
  ordinal: number,
  months: readonly KeptMonth[],
  open: boolean,
): AsyncGenerator<BankRow, void> {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return;
  let from = `${first.month}-00`;
  const to = endOfDay(businessDate(lastDayOf(last.month)));
  for (;;) {
    const page = await rows(db, companyId).page({
      ...{ ordinal, from, to, descending: false, limit: PAGE_ROWS },
      index: open ? "open" : "byDate",
    });
    yield* page;
    const end = page.at(-1);
    if (!end || page.length < PAGE_ROWS) return;
    from = `${dateSortKey(end)}~`;
  }
}

async function* merged(sources: readonly AsyncGenerator<BankRow, void>[]): AsyncGenerator<BankRow> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first: { readonly row: BankRow; readonly index: number } | null = null;
    for (const [index, head] of heads.entries())
      if (!head.done && (!first || comesBefore(head.value, first.row))) first = { row: head.value, index };
    const source = first && sources[first.index];
    if (!first || !source) return;
    yield first.row;
    heads[first.index] = await source.next();
  }
}

function comesBefore(row: BankRow, rival: BankRow): boolean {
  if (row.date !== rival.date) return row.date < rival.date;
  return row.ordinal !== rival.ordinal ? row.ordinal < rival.ordinal : row.hash < rival.hash;
}
