import type { Account } from "#domain/banking/account";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { CompanyId, NewId } from "#domain/ids";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { digests } from "#store/digests";
import { readAccount, type Tally } from "../banking/read-account.ts";
import type { FileRow } from "./file-rows.ts";

type Bringing = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
  /** Every account of the company: their IBANs tell own transfers. */
  readonly own: readonly Account[];
};

/** Brings rows of a file into an account, as a sync brings those of a bank. */
export async function bringIn(account: Account, rows: readonly FileRow[], { own, ...bringing }: Bringing): Promise<Tally> {
  const { table, companyId } = bringing;
  const [company, digest] = await Promise.all([companies(table, companyId).get(), digests(table, companyId).read(account.ordinal)]);
  const reading = {
    ...bringing,
    ...{ account, digest, provider: FILE_SOURCE, ownNames: [company.name], ownIbans: own.flatMap(({ iban }) => iban ?? []) },
  };
  return readAccount(
    reading,
    rows.map(({ row }) => row),
    false,
  );
}
