import type { Account } from "#domain/banking/account";
import type { BankRow, Categorisation } from "#domain/banking/row";
import { categoryById } from "#domain/categorising/categories";
import { categorise } from "#domain/categorising/categorise";

/** Says what the rules make of a row, knowing the company's name and its own accounts. */
export type Rules = (row: Pick<BankRow, "label" | "rawLabel" | "amountCents">) => Categorisation;

export function rulesOf(company: { readonly name: string }, accounts: readonly Pick<Account, "iban">[]): Rules {
  const ownIbans = accounts.flatMap(({ iban }) => (iban === null ? [] : [iban]));
  return ({ label, rawLabel, amountCents }) => {
    const found = categorise({ label, rawLabel, amountCents, ownNames: [company.name], ownIbans });
    const { categoryId, confidencePpm, source, ruleId, reason } = found;
    return { code: categoryById(categoryId).code, confidencePpm, source, ruleId: ruleId ?? null, reason };
  };
}
