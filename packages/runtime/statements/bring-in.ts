import type { Account } from "#domain/banking/account";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { Booking } from "#store/booking";
import { companies } from "#store/companies";
import { digests } from "#store/digests";
import type { How } from "../banking/account-reading.ts";
import { readAccount } from "../banking/read-account.ts";
import type { FileRow } from "./file-rows.ts";

/** Every account of the company, strongly read: their IBANs tell own transfers. */
type Bringing = Booking & { readonly own: readonly Account[] };

/** Brings rows of a file into an account, as a sync brings those of a bank. Without any row nothing is read or written. */
export async function bringIn(
  account: Account,
  rows: readonly FileRow[],
  how: Pick<How, "dryRun" | "told" | "progress" | "tells">,
  { own, ...bringing }: Bringing,
): Promise<void> {
  if (rows.length === 0) return;
  const { table, companyId } = bringing;
  const [company, digest] = await Promise.all([companies(table, companyId).get(), digests(table, companyId).read(account.ordinal)]);
  const reading = { ...bringing, account, digest, ownNames: [company.name], ownIbans: own.flatMap(({ iban }) => iban ?? []) };
  const told = rows.map(({ row }) => row);
  await readAccount(reading, told, { ...how, source: FILE_SOURCE, read: "changes" });
}
