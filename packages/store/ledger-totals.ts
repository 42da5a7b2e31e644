import * as z from "zod";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { AccountNumber, type Entry, ThirdParty } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { type KeptTotals, keptTotals, type TotalsIncrement, totalsIncrements } from "#domain/ledger/kept-totals";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import { type LedgerHead, readHead } from "./ledger-heads.ts";
import { allOf, wholePartition } from "./pages.ts";

/**
 * Access patterns: every account of a fiscal year, or every third party of it, with month slots: one query, whatever the number of
 * entries; one account's total; the third parties of one account. docs/table.md.
 */
const accountPartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#L#${yearId}`;
const thirdPartyPartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#LT#${yearId}`;

export type KeptBy = "account" | "third_party";

/** The increments of validated entries: one action an account, and one a third party of an account. */
export const ledgerTotalsActions = (companyId: CompanyId, year: FiscalYear, entries: readonly Entry[]): Action[] =>
  [...totalsIncrements(year, entries)].map(([key, increment]) => totalAction(companyId, year.id, key, increment));

function totalAction(companyId: CompanyId, yearId: FiscalYearId, key: string, { label, thirdParty, slots }: TotalsIncrement): Action {
  const parts = [...slots];
  const named = thirdParty ? ", thirdName = if_not_exists(thirdName, :name)" : "";
  return {
    Update: {
      TableName: TABLE,
      Key: { pk: thirdParty ? thirdPartyPartition(companyId, yearId) : accountPartition(companyId, yearId), sk: key },
      UpdateExpression: `SET label = if_not_exists(label, :label)${named} ADD ${parts.map((_, index) => `#s${index} :s${index}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(parts.map(([name], index) => [`#s${index}`, name])),
      ExpressionAttributeValues: {
        ":label": label,
        ...(thirdParty && { ":name": thirdParty.name }),
        ...Object.fromEntries(parts.map(([, amount], index) => [`:s${index}`, amount])),
      },
    },
  };
}

/** A validation under way moves totals between two reads; the reader looks again, this often at most. */
const READS_MAX = 5;

/** Totals of a year as one moment had them: the head is the same before and after, and no entry's totals are still being applied. */
export async function keptOfYear(
  db: Db,
  companyId: CompanyId,
  year: FiscalYear,
  by: KeptBy = "account",
): Promise<{ readonly head: LedgerHead | null; readonly kept: readonly KeptTotals[] }> {
  const pk = by === "account" ? accountPartition(companyId, year.id) : thirdPartyPartition(companyId, year.id);
  for (let read = 1; read <= READS_MAX; read += 1) {
    const before = await readHead(db, companyId, year.id);
    if (before?.pending) break;
    const items = await allOf(db, wholePartition(pk));
    const after = await readHead(db, companyId, year.id);
    if (before?.version === after?.version && before?.lastNumber === after?.lastNumber)
      return { head: after, kept: items.map((item) => keptOf(item, year)) };
  }
  throw new Refusal("conflict.changed_meanwhile", { headers: { "retry-after": "2" } });
}

/** Totals of a year by account, or by third party, by number. */
export const keptAccounts = async (
  db: Db,
  companyId: CompanyId,
  year: FiscalYear,
  by: KeptBy = "account",
): Promise<readonly KeptTotals[]> => (await keptOfYear(db, companyId, year, by)).kept;

/** Kept total of one account, or of one of its third parties; null when it never moved. Strongly consistent. */
export async function keptOne(
  db: Db,
  companyId: CompanyId,
  year: FiscalYear,
  account: string,
  thirdParty?: string,
): Promise<KeptTotals | null> {
  const key =
    thirdParty === undefined
      ? { pk: accountPartition(companyId, year.id), sk: account }
      : { pk: thirdPartyPartition(companyId, year.id), sk: `${account}#${thirdParty}` };
  const found = await db.get({ Key: key, ConsistentRead: true });
  return found ? keptOf(found, year) : null;
}

const Labelled = z.object({ sk: z.string(), label: z.string(), thirdName: z.string().exactOptional() });

function keptOf(item: Item, year: FiscalYear): KeptTotals {
  const { sk, label, thirdName } = Labelled.parse(item);
  const [account = "", code] = sk.split("#");
  const slots = new Map(
    Object.entries(item).flatMap(([name, value]) => (/^(?:[dc]\d\d|[obx][dc])$/.test(name) ? [[name, z.int().parse(value)]] : [])),
  );
  const thirdParty = code === undefined ? null : ThirdParty.parse({ code, name: thirdName });
  return keptTotals({ account: AccountNumber.parse(account), label, thirdParty, slots }, year);
}
