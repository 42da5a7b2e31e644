import * as z from "zod";
import { addDays, addMonths } from "#domain/dates";
import { TaxDay } from "../tax-day.ts";
import { BALANCE_EXAMPLE } from "./example.ts";

/** Rows a trial balance may have: an SME has some hundreds of accounts, its auxiliary accounts some thousands. */
const ROWS_MAX = 20_000;

const YEAR_MONTHS_MAX = 24;

/** One billion euros an account. */
const AMOUNT_MAX_CENTS = 100_000_000_000;

/** A hundred billion euros a column: whatever is added up from it stays an exact whole number. */
const COLUMN_MAX_CENTS = 10_000_000_000_000;

/** Euro cents. Files that print a credit as a negative debit are taken as they come: what counts is debit less credit. */
const Amount = z.int().min(-AMOUNT_MAX_CENTS).max(AMOUNT_MAX_CENTS);

/** An account as a trial balance gives it: two digits or more of the chart, then digits or capitals of the company's own. */
const BalanceAccount = z
  .string()
  .regex(/^[1-9]\d(?:\d[0-9A-Z]*)?$/)
  .max(20);

export const BalanceRow = z
  .strictObject({
    account: BalanceAccount,
    label: z.string().max(200).default(""),
    debitBalanceCents: Amount,
    creditBalanceCents: Amount,
    debitCents: Amount.nullable().default(null).meta({ description: "Movements of the year, opening balances apart." }),
    creditCents: Amount.nullable().default(null),
    openingDebitCents: Amount.nullable().default(null),
    openingCreditCents: Amount.nullable().default(null),
    line: z.int().min(1).max(10_000_000).nullable().default(null),
  })
  .meta({
    id: "AnalysisBalanceRow",
    description: "One line of a trial balance. `line`: where it stood in the file it was read from, null when there was none.",
    examples: [{ account: "411000", label: "Clients", debitBalanceCents: 4_800_000, creditBalanceCents: 0, line: 12 }],
  });
export type BalanceRow = z.output<typeof BalanceRow>;

/** Whether every column of some rows stays within what is added up exactly. */
const addsUp = (rows: readonly BalanceRow[]): boolean =>
  AMOUNTS.every((column) => rows.reduce((sum, row) => sum + Math.abs(row[column] ?? 0), 0) <= COLUMN_MAX_CENTS);

const AMOUNTS = [
  ...(["debitBalanceCents", "creditBalanceCents", "debitCents", "creditCents"] as const),
  ...(["openingDebitCents", "openingCreditCents"] as const),
] as const;

export const BalanceInput = z
  .strictObject({
    startsOn: TaxDay,
    endsOn: TaxDay,
    rows: z.array(BalanceRow).min(1).max(ROWS_MAX),
    previous: z.array(BalanceRow).max(ROWS_MAX).nullable().default(null),
  })
  .superRefine((input, context) => {
    const flaw = (path: string, code: string) => context.addIssue({ code: "custom", path: [path], params: { code }, input });
    if (input.endsOn < input.startsOn) flaw("endsOn", "year_ends_before");
    else if (addDays(input.endsOn, 1) > addMonths(input.startsOn, YEAR_MONTHS_MAX)) flaw("endsOn", "year_too_long");
    if (!addsUp(input.rows)) flaw("rows", "amounts_too_large");
    if (!addsUp(input.previous ?? [])) flaw("previous", "amounts_too_large");
  })
  .meta({
    id: "AnalysisBalance",
    description:
      "The trial balance of one fiscal year, before its closing entries if possible, and the one of the year before to compare with. A year lasts twenty-four months at most.",
    examples: [BALANCE_EXAMPLE],
  });
export type BalanceInput = z.output<typeof BalanceInput>;
