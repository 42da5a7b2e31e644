import * as z from "zod";
import { addMonths, BusinessDate, Instant } from "../dates.ts";
import { PersonId } from "../ids.ts";

/** What an erasure removes of a person. `account`: name, e-mail, password, devices, everything under the person. */
const ErasedKind = z.enum(["membership", "keys", "sessions", "account", "invitations", "archives"]);
export type ErasedKind = z.infer<typeof ErasedKind>;

/** What stays, and why it must or may (`erasure.fr.ts` says it in words). */
const KeptKind = z.enum(["account", "audit_trail", "books", "bank_rows", "erasure_record", "backups"]);
export type KeptKind = z.infer<typeof KeptKind>;

/** What became of a request to erase a person: proof that it was done (GDPR art. 5(2)), without any of the person's data but the id. */
export const Erasure = z.object({
  personId: PersonId,
  erasedAt: Instant,
  erased: z.array(z.object({ what: ErasedKind, count: z.int() })),
  kept: z.array(z.object({ what: KeptKind, until: BusinessDate.nullable() })),
});
export type Erasure = z.infer<typeof Erasure>;

/** What is known of a person who is to be erased. */
export type ErasureFacts = {
  /** Or was one, and is no more. */
  readonly isMember: boolean;
  readonly otherCompanies: number;
  readonly today: BusinessDate;
  /** Last day of the company's last fiscal year; null: it has none. */
  readonly lastYearEndsOn: BusinessDate | null;
};

/** Accounting documents: ten years from the end of the fiscal year (C. com. art. L123-22). */
const BOOKS_MONTHS = 120;
/** Longest a backup of the table goes back: 35 days, told in whole months. */
const BACKUP_MONTHS = 2;

export type ErasurePlan = { readonly erases: readonly ErasedKind[]; readonly kept: Erasure["kept"] };

/**
 * What may be erased of a member, or of a former one, by retention class. Accounting evidence stays, under an id that names nobody any more;
 * so do third parties in books and bank rows. Who may be erased by whom: `roster.ts`.
 */
export function planErasure({ isMember, otherCompanies, today, lastYearEndsOn }: ErasureFacts): ErasurePlan {
  const booksUntil = addMonths(lastYearEndsOn ?? today, BOOKS_MONTHS);
  const belongsElsewhere = otherCompanies > 0;
  return {
    erases: [
      ...(isMember ? (["membership", "keys"] as const) : []),
      ...(["sessions", "invitations", "archives"] as const),
      ...(belongsElsewhere ? [] : (["account"] as const)),
    ],
    kept: [
      ...(belongsElsewhere ? [{ what: "account", until: null } as const] : []),
      { what: "audit_trail", until: booksUntil },
      { what: "books", until: booksUntil },
      { what: "bank_rows", until: booksUntil },
      { what: "erasure_record", until: booksUntil },
      { what: "backups", until: addMonths(today, BACKUP_MONTHS) },
    ],
  };
}
