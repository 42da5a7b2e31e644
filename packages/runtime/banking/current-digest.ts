import type { Account } from "#domain/banking/account";
import { type Digest, holding, remembered } from "#domain/banking/digest";
import { addDays, type BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import { digests } from "#store/digests";
import { rowsOfDays } from "#store/rows-of-days";

/** Rows announced longer ago than this, or further ahead, are no bank's. */
const PAST_DAYS = 60;
const AHEAD_DAYS = 400;

/**
 * What an account remembers, as far as it holds for its rows as they are now. A run that died between its rows and its digest left announced rows that
 * nothing remembers: then they are read, or one that goes without a word would stay for ever.
 */
export async function currentDigest(db: Db, companyId: CompanyId, account: Account, today: BusinessDate): Promise<Digest> {
  const read = await digests(db, companyId).read(account.ordinal);
  const digest = holding(read, account.rowsVersion);
  const { pendingCount, futureCount } = account.totals;
  const isWhole = read.rowsVersion === account.rowsVersion || pendingCount + futureCount === digest.pending.length;
  if (isWhole) return digest;
  const found = await rowsOfDays(db, companyId, account, addDays(today, -PAST_DAYS), addDays(today, AHEAD_DAYS));
  return { ...digest, pending: found.filter(({ status }) => status !== "booked").map(remembered) };
}
