import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { Booking } from "#store/booking";
import { companies } from "#store/companies";
import { digests } from "#store/digests";
import type { How } from "../banking/account-reading.ts";
import { readFile } from "../banking/read-account.ts";
import { type FileRow, providerRowOf } from "./file-rows.ts";
import type { Outcomes } from "./outcomes.ts";
import type { ToBring } from "./to-bring.ts";

/** Every account of the company, strongly read: their IBANs tell own transfers. */
type Bringing = Booking & { readonly own: readonly Account[] };

/** Brings rows of a file into an account, as a sync brings those of a bank. Without any row nothing is read or written. */
export async function bringIn(
  account: Account,
  rows: readonly FileRow[],
  { isNew, awaits, ...how }: Pick<How, "dryRun" | "told" | "progress" | "tells"> & Pick<Outcomes, "awaits"> & Pick<ToBring, "isNew">,
  { own, ...bringing }: Bringing,
): Promise<void> {
  if (rows.length === 0) return;
  const { table, companyId } = bringing;
  const [company, digest] = await Promise.all([companies(table, companyId).get(), digests(table, companyId).read(account.ordinal)]);
  const reading = { ...bringing, account, digest, ownNames: [company.name], ownIbans: own.flatMap(({ iban }) => iban ?? []) };
  const tell = (row: FileRow): ProviderRow => {
    if (isNew(row)) awaits(row);
    return providerRowOf(row, account);
  };
  await readFile(reading, { rows, tell }, { ...how, source: FILE_SOURCE, read: "changes" });
}
