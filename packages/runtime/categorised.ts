import type { Account } from "#domain/banking/account";
import type { Categorise } from "#domain/banking/incoming";
import { categoriser } from "./banking/incoming-rows.ts";

/** What the rules make of a company's rows, which know its name and its own accounts. */
export const rulesOf = (company: { readonly name: string }, accounts: readonly Pick<Account, "iban">[]): Categorise =>
  categoriser({ ownNames: [company.name], ownIbans: accounts.flatMap(({ iban }) => (iban === null ? [] : [iban])) });
