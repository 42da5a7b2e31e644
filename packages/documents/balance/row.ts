import { readAccount } from "./account.ts";
import type { BalanceLayout } from "./headings.ts";
import type { BalanceProblem, ReadRow } from "./reading.ts";
import { type Amounts, amountsOf, problemAt } from "./row-amounts.ts";
import { cellAt, type TableLine } from "./table-line.ts";

/** A row, or why it is none, or neither: decoration. */
export type RowRead = { readonly row: ReadRow | null; readonly problems: readonly BalanceProblem[]; readonly amounts: Amounts };

const LABEL_MAX = 200;
const CODE_MAX = 40;

/** One line below the headings as an account with its amounts. A line without any amount and without an account is decoration: null, no problem. */
export function readRow(line: TableLine, layout: BalanceLayout): RowRead {
  const { columns } = layout;
  const written = cellAt(line, columns.get("account"));
  const { amounts, problems, areBlank } = amountsOf(line, layout);
  const account = readAccount(written.text);
  if (account === null) {
    if (areBlank && written.fault === null) return { row: null, problems: [], amounts };
    const code = written.fault ?? (written.text.trim() === "" ? "account_missing" : "account_invalid");
    return {
      row: null,
      problems: [problemAt(code, line, { field: "account", column: columns.get("account"), detail: written.text })],
      amounts,
    };
  }
  if (problems.length > 0) return { row: null, problems, amounts };
  const read = rowOf(line, layout, account, amounts);
  const wrong = faultOf(line, layout, amounts, read);
  return wrong ? { row: null, problems: [wrong], amounts } : { row: read, problems: [], amounts };
}

function rowOf(line: TableLine, { columns }: BalanceLayout, account: string, amounts: Amounts): ReadRow {
  const opening = sidesOf(amounts, columns, ["openingDebit", "openingCredit", "openingBalance"]);
  const moved =
    columns.has("debit") && columns.has("credit") ? { debit: amounts.get("debit") ?? 0, credit: amounts.get("credit") ?? 0 } : null;
  const told = sidesOf(amounts, columns, ["debitBalance", "creditBalance", "balance"]);
  const summed = (opening?.debit ?? 0) - (opening?.credit ?? 0) + (moved?.debit ?? 0) - (moved?.credit ?? 0);
  // Debit and credit alone may be balances as well as movements: they are taken for what both of them make.
  const movements = told ? moved : null;
  const balance = told ? told.debit - told.credit : summed;
  return {
    ...{ line: line.line, place: line.placeOf(null), account, label: cellAt(line, columns.get("label")).text.trim().slice(0, LABEL_MAX) },
    thirdParty: cellAt(line, columns.get("thirdParty")).text.trim().slice(0, CODE_MAX) || null,
    ...{ openingDebitCents: opening?.debit ?? null, openingCreditCents: opening?.credit ?? null },
    ...{ debitCents: movements?.debit ?? null, creditCents: movements?.credit ?? null },
    ...{ debitBalanceCents: Math.max(balance, 0), creditBalanceCents: Math.max(-balance, 0) },
  };
}

type Field = Parameters<Amounts["get"]>[0];

/** The two sides of an amount, from its two columns or its signed one; null when the table has neither. */
function sidesOf(
  amounts: Amounts,
  columns: BalanceLayout["columns"],
  [debit, credit, signed]: readonly [Field, Field, Field],
): { readonly debit: number; readonly credit: number } | null {
  if (columns.has(debit) || columns.has(credit)) return { debit: amounts.get(debit) ?? 0, credit: amounts.get(credit) ?? 0 };
  const net = amounts.get(signed) ?? 0;
  return columns.has(signed) ? { debit: Math.max(net, 0), credit: Math.max(-net, 0) } : null;
}

/** A balance on both sides is none; and openings and movements, where both stand, explain the balance (or the movements hold the openings). */
function faultOf(line: TableLine, { columns }: BalanceLayout, amounts: Amounts, row: ReadRow): BalanceProblem | null {
  const [onDebit = 0, onCredit = 0, signed] = [amounts.get("debitBalance"), amounts.get("creditBalance"), amounts.get("balance")];
  const at = (field: Field) => ({ field, column: columns.get(field) });
  if (onDebit !== 0 && onCredit !== 0) return problemAt("both_sides", line, { ...at("creditBalance"), detail: row.account });
  const balance = row.debitBalanceCents - row.creditBalanceCents;
  const field = columns.has("debitBalance") ? "debitBalance" : "balance";
  if (signed !== undefined && columns.has("debitBalance") && signed !== balance)
    return problemAt("row_inconsistent", line, { ...at("balance"), detail: row.account });
  if (
    row.openingDebitCents === null ||
    row.openingCreditCents === null ||
    row.debitCents === null ||
    row.creditCents === null ||
    !columns.has(field)
  )
    return null;
  const moved = row.debitCents - row.creditCents;
  const explained = moved === balance || row.openingDebitCents - row.openingCreditCents + moved === balance;
  return explained ? null : problemAt("row_inconsistent", line, { ...at(field), detail: row.account });
}
