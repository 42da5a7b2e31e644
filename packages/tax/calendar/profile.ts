import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { ClosingDay } from "#domain/people/closing-day";
import { Siren } from "#domain/people/company";
import { datedList } from "#domain/people/dated";
import { LegalForm, VatRegimes } from "#domain/people/legal-data";
import { EXAMPLE_PROFILE } from "./example.ts";

const CENTS_MAX = 10_000_000_000_000;
const YEARS_KNOWN_MAX = 30;
const PAYMENTS_MAX = 200;
const HEADCOUNT_MAX = 1_000_000;

const amount = z.int().min(0).max(CENTS_MAX);
const year = z.int().min(2000).max(2100);
const yearly = <Shape extends z.ZodRawShape>(shape: Shape) => z.array(z.strictObject({ year, ...shape })).max(YEARS_KNOWN_MAX);
const byClosing = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.strictObject({ closedOn: BusinessDate, ...shape })).max(YEARS_KNOWN_MAX);

/** A department or overseas territory by its number: `01`-`95` with `2A` and `2B`, `971`-`978`. */
const Department = z.string().regex(/^(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8])$/);

/** How profits are taxed: by corporate tax, in the hands of the owners, or not at all. */
const Taxation = z.enum(["is", "ir", "none"]);

/**
 * All a calendar depends on. Every key must be there: `null` says "unknown", an empty list "none known". What is unknown is never
 * guessed in silence: the obligation is given with a notice, or left out with one.
 */
export const CalendarProfile = z
  .strictObject({
    legalForm: LegalForm.nullable(),
    siren: Siren.nullable(),
    /** Department of the main establishment: day of the TVA return, local holidays. */
    department: Department.nullable(),
    /** First letter of the family name of a sole trader. */
    ownerInitial: z
      .string()
      .regex(/^[A-Z]$/)
      .nullable(),
    /** Whether Good Friday is a holiday there: only communes of Alsace-Moselle with a Protestant church. */
    goodFridayClosed: z.boolean(),
    /** First day of the first fiscal year. */
    createdOn: BusinessDate.nullable(),
    /** `MM-DD` its fiscal years end on, wherever `fiscalYears` says nothing else. */
    closingDay: ClosingDay,
    /** Fiscal years as they were or will be: needed for those that do not have twelve months. */
    fiscalYears: z.array(z.strictObject({ startsOn: BusinessDate, endsOn: BusinessDate })).max(YEARS_KNOWN_MAX),
    taxation: Taxation.nullable(),
    /** Whether returns are sent online: fifteen days more for the return of results. */
    filesOnline: z.boolean(),
    /** Corporate tax of closed years before reductions and credits: what instalments are computed from. */
    corporateTaxes: byClosing({ taxCents: amount }),
    /** TVA regimes by the day they begin; none: no TVA obligation is told. */
    vatRegimes: VatRegimes,
    /** Day of the month of its TVA return as its tax account shows it. */
    vatDueDay: z.int().min(15).max(24).nullable(),
    /** TVA due for closed years before deduction on fixed assets: what the instalments of the simplified regime are computed from. */
    vatDues: byClosing({ taxCents: amount }),
    /** Employees by the day the number changed; none: no obligation of an employer is told. */
    headcounts: datedList({ persons: z.int().min(0).max(HEADCOUNT_MAX) }),
    /** Whether wages are paid in the month after the work. */
    paysFollowingMonth: z.boolean(),
    /** Gross wages of calendar years. */
    payrolls: yearly({ grossCents: amount }),
    /** Turnover excluding TVA of calendar years (CVAE). */
    turnovers: yearly({ turnoverCents: amount }),
    /** Whether it pays CFE; null: unknown. */
    cfeLiable: z.boolean().nullable(),
    cfeTaxes: yearly({ taxCents: amount }),
    cvaeTaxes: yearly({ taxCents: amount }),
    /** Whether it pays fees or commissions above the limit of the DAS2 to somebody. */
    paysFees: z.boolean().nullable(),
    /** Dividends paid to natural persons who live in France. */
    dividends: z.array(z.strictObject({ paidOn: BusinessDate, grossCents: amount })).max(PAYMENTS_MAX),
    /** Days on which the members approved the accounts of a year. */
    approvals: byClosing({ approvedOn: BusinessDate }),
    /** Whether accounts are filed online. */
    filesAccountsOnline: z.boolean(),
    /** Size for electronic invoicing (décret 2008-1354): large, mid-size, small and medium. */
    size: z.enum(["large", "mid", "small"]).nullable(),
  })
  .meta({ id: "CalendarProfile", examples: [EXAMPLE_PROFILE] });
export type CalendarProfile = z.infer<typeof CalendarProfile>;
