import { type BankSession, isReadable, type ProviderRow, type RowsAsked, type UnreadableRow } from "#connectors/banks/port";
import { type Instant, shifted } from "#domain/dates";

/** Rows of one reading, by the provider's account; which accounts' rows could not all be read, and the latest change seen. */
export type Collected = {
  readonly byAccount: ReadonlyMap<string, readonly ProviderRow[]>;
  /** Accounts with a row that cannot be kept exactly. */
  readonly unreadable: ReadonlySet<string>;
  /** A row that cannot be read and does not say whose it is: no account's rows are known to be whole. */
  readonly isDoubtful: boolean;
  readonly latest: Instant | undefined;
};

/** No clock is wrong by more: a change dated later after the read `began` than this is taken for one of that instant, so that a later one still counts. */
const AHEAD_SECONDS_MAX = 86_400;

/** Every page of what is asked. Nothing is written before the last one is in. */
export async function collect(session: BankSession, asked: RowsAsked, began: Instant): Promise<Collected> {
  const latestMade = shifted(began, AHEAD_SECONDS_MAX);
  const byAccount = new Map<string, ProviderRow[]>();
  const unreadable: UnreadableRow[] = [];
  let latest: Instant | undefined;
  for await (const page of session.rows(asked)) {
    for (const told of page) {
      if (!isReadable(told)) {
        unreadable.push(told);
        continue;
      }
      const row = told.updatedAt > latestMade ? { ...told, updatedAt: began } : told;
      const list = byAccount.get(row.accountProviderId);
      if (list) list.push(row);
      else byAccount.set(row.accountProviderId, [row]);
      if (latest === undefined || row.updatedAt > latest) latest = row.updatedAt;
    }
  }
  const named = unreadable.flatMap(({ accountProviderId }) => accountProviderId ?? []);
  return { byAccount, unreadable: new Set(named), isDoubtful: named.length < unreadable.length, latest };
}
