import type { ThirdParty } from "../entry.ts";
import type { TrialBalanceRow } from "../trial-balance.ts";
import { credit, debit, type PostingLine } from "./entry-from.ts";

/**
 * Balance of an account, and of one third party on it where it has several: rows of a trial balance are such balances. EUR cents, on
 * one side only.
 */
export type AccountBalance = Pick<TrialBalanceRow, "account" | "label" | "debitBalanceCents" | "creditBalanceCents"> & {
  readonly thirdParty?: ThirdParty | undefined;
};

/** Debit positive. */
export const signedBalance = ({ debitBalanceCents, creditBalanceCents }: AccountBalance): number => debitBalanceCents - creditBalanceCents;

/** By account, then by third party, so that the same balances always make the same entry. */
export const inOrder = (balances: Iterable<AccountBalance>): AccountBalance[] =>
  [...balances].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));

const keyOf = ({ account, thirdParty }: AccountBalance): string => `${account} ${thirdParty?.code ?? ""}`;

export const isIncome = ({ account }: AccountBalance): boolean => /^[67]/.test(account);

/** The line of a result: a profit is credited to 120, a loss debited to 129. */
export const resultLine = (resultCents: number): PostingLine =>
  resultCents >= 0 ? credit(PROFIT, resultCents) : debit(LOSS, -resultCents);

export const PROFIT = "120000";
export const LOSS = "129000";
