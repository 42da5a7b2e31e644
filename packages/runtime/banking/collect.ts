import { type BankSession, isReadable, type ProviderRow, type RowsAsked, type UnreadableRow } from "#connectors/banks/port";
import type { Instant } from "#domain/dates";

/** Rows of one reading, by the provider's account; which accounts' rows could not all be read, and the latest change seen. */
export type Collected = {
  readonly byAccount: ReadonlyMap<string, readonly ProviderRow[]>;
  /** Accounts with a row that cannot be kept exactly. */
  readonly unreadable: ReadonlySet<string>;
  /** A row that cannot be read and does not say whose it is: no account's rows are known to be whole. */
  readonly isDoubtful: boolean;
  readonly latest: Instant | undefined;
};

/** Every page of what is asked. Nothing is written before the last one is in. */
export async function collect(session: BankSession, asked: RowsAsked): Promise<Collected> {
  const byAccount = new Map<string, ProviderRow[]>();
  const unreadable: UnreadableRow[] = [];
  let latest: Instant | undefined;
  for await (const page of session.rows(asked)) {
    for (const row of page) {
      if (!isReadable(row)) {
        unreadable.push(row);
        continue;
      }
      const list = byAccount.get(row.accountProviderId);
      if (list) list.push(row);
      else byAccount.set(row.accountProviderId, [row]);
      if (latest === undefined || row.updatedAt > latest) latest = row.updatedAt;
    }
  }
  const named = unreadable.flatMap(({ accountProviderId }) => accountProviderId ?? []);
  return { byAccount, unreadable: new Set(named), isDoubtful: named.length < unreadable.length, latest };
}
