import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Account } from "#domain/banking/account";
import type { BankRow } from "#domain/banking/row";
import { type BusinessDate, instantOf, parisDate } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { cents, EUR } from "#domain/money";
import type { JobTools } from "#functions/jobs/tools";
import { validateYears } from "#functions/jobs/validate-years";
import { openNextAccount } from "#store/account-opening";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { type Db, db, type Outcome } from "#store/db";
import { yearsThrough } from "#store/fiscal-years";
import { companyScope, joined, SYSTEM_SCOPE } from "#store/guard";
import { type Meter, newMeter } from "#store/meter";
import { batchesOf, writeRows } from "#store/row-changes";
import { triedAtOnce } from "#test/tried-at-once";

/** Tries of one call where every other one fails. */
export const ATTEMPTS_MAX = 13;

type ClientSettings = ConstructorParameters<typeof DynamoDBClient>[0];

/** The table as the real SDK reaches it, without waiting between two tries. */
export function tableThrough(settings: ClientSettings) {
  return tableOf(
    DynamoDBDocumentClient.from(new DynamoDBClient({ ...settings, region: "eu-west-3", retryStrategy: triedAtOnce(ATTEMPTS_MAX) })),
  );
}

export const tableOf =
  (client: DynamoDBDocumentClient) =>
  (companyId?: CompanyId, meter: Meter = newMeter()): Db =>
    db(client, "numma", companyId ? joined(SYSTEM_SCOPE, companyScope(companyId)) : SYSTEM_SCOPE, meter);

export type CompanyBooks = ReturnType<typeof booksAt>;

type Clock = { readonly time: { readonly now: () => Date }; readonly newId: NewId };

/** The books of a company through one table handle: another handle is another process. */
export function booksAt({ time, newId }: Clock, table: Db, companyId: CompanyId) {
  const doer = { kind: "person", id: "test" } as const;
  const tools: JobTools = { table, companyId, now: time.now, newId, requestId: "test", doer, progress: async () => undefined };
  const today = (): BusinessDate => parisDate(time.now());
  const event = (type: `${string}.${string}`) => ({ id: newId("event"), type, at: instantOf(time.now()), doer, requestId: "test" });
  return {
    ...{ table, companyId, tools, today },
    years: (): Promise<readonly FiscalYear[]> => companies(table, companyId).years(),
    async openAccount(name: string, openingCents = 0): Promise<Account> {
      const opened = await openNextAccount(
        table,
        companyId,
        {
          ...{ id: newId("account"), name, bankName: "Banque Horizon", accountType: "checking", iban: null, currency: EUR },
          ...{ openingBalanceCents: cents(openingCents), connectionId: null, providerKey: null, createdAt: instantOf(time.now()) },
        },
        event("account.created"),
        null,
      );
      if (opened === "overtaken") throw new Error("nothing was to be seen");
      return opened;
    },
    /** Writes rows as a sync does; a row changed meanwhile fails. */
    async write(changes: readonly { readonly before: BankRow | null; readonly after: BankRow }[]): Promise<Outcome> {
      const known = new Map((await accounts(table, companyId).all("now")).map((account) => [account.ordinal, account]));
      const all = changes.map((change) => ({ ...change, alias: null, kind: change.before ? ("updated" as const) : ("added" as const) }));
      for (const batch of batchesOf(all)) {
        const outcome = await writeRows(table, companyId, batch, known, event("transactions.synced"));
        if (!outcome.done) return outcome;
      }
      return { done: true };
    },
    /** What `POST /api/ledger/validate` has done: the years begun by a day, through it. */
    async validate(through: BusinessDate = today()) {
      const years = (await yearsThrough(tools, through)).filter(({ startsOn }) => startsOn <= through);
      return validateYears({ kind: "validate", through, yearIds: years.map(({ id }) => id) }, tools);
    },
  };
}
