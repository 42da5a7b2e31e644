import type { BusinessDate } from "#domain/dates";
import type { BookHead, ThirdPartyName } from "./trial-balance.ts";

/** One line of an account, EUR cents. `balanceCents` is the running balance after it, opening included: positive when debit. */
export type LedgerLine = {
  readonly date: BusinessDate;
  readonly number: number;
  readonly journal: string;
  readonly pieceRef: string;
  readonly label: string;
  readonly thirdParty: ThirdPartyName | null;
  readonly debitCents: number;
  readonly creditCents: number;
  readonly balanceCents: number;
  readonly lettering: string | null;
};

/** One account and its lines, oldest first. `lines` is read once, before the next account is asked for. */
export type LedgerAccount = {
  readonly account: string;
  readonly label: string;
  readonly openingDebitCents: number;
  readonly openingCreditCents: number;
  readonly lines: AsyncIterable<LedgerLine>;
};

/** Whether an account brings something over: nothing is said of one that does not. */
export const isOpened = ({ openingDebitCents, openingCreditCents }: LedgerAccount): boolean =>
  openingDebitCents !== 0 || openingCreditCents !== 0;

/** The lines of an account, as they come. Throws at the first whose running balance is not the opening and all lines so far. */
export async function* provedLines({ account, openingDebitCents, openingCreditCents, lines }: LedgerAccount): AsyncGenerator<LedgerLine> {
  let balanceCents = openingDebitCents - openingCreditCents;
  for await (const line of lines) {
    balanceCents += line.debitCents - line.creditCents;
    if (line.balanceCents !== balanceCents) throw new Error(`the running balance of ${account} breaks at entry ${line.number}`);
    yield line;
  }
}

/** Grand livre from `from` to `to`, accounts by number. Nothing is held: accounts and lines are read as they are written. */
export type GeneralLedgerDocument = BookHead & {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly accounts: AsyncIterable<LedgerAccount>;
};
