import { type Check, CONCERNED_MAX, type Severity } from "../check.ts";
import { type Held, isUnder } from "../held-accounts.ts";

/** A finding about some accounts. `articles` stand beside the account numbers in what the remark rests on. */
export function found(
  code: string,
  severity: Severity,
  message: string,
  { held = [], articles = [] }: { readonly held?: readonly Held[]; readonly articles?: readonly string[] },
): Check {
  const shown = held.slice(0, CONCERNED_MAX);
  const restsOn = [...shown.map(({ account }): string => account), ...articles];
  return {
    ...{ code, severity, message, accountCount: held.length },
    accounts: shown.map(({ account, cents, line }) => ({ account, amountCents: cents, line })),
    restsOn: restsOn.length > 0 ? restsOn : ["balance"],
  };
}

/** The accounts under some prefixes that hold something, those under `except` left out. */
export const holding = (held: readonly Held[], prefixes: readonly string[], except: readonly string[] = []): Held[] =>
  held.filter(({ account, cents }) => cents !== 0 && isUnder(account, prefixes) && !isUnder(account, except));

/** Debit less credit of some accounts, EUR cents. */
export const sumOf = (held: readonly Held[]): number => held.reduce((sum, { cents }) => sum + cents, 0);
