import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { ClosingDay } from "#domain/people/closing-day";
import { Siren } from "#domain/people/company";
import { datedList } from "#domain/people/dated";
import { LegalForm, VatRegimes } from "#domain/people/legal-data";
import { byClosing, CompanySize, OwnerInitial, VatReturnDay, yearly } from "../profile-values.ts";
import { EXAMPLE_PROFILE } from "./example.ts";

const CENTS_MAX = 10_000_000_000_000;
const YEARS_KNOWN_MAX = 30;
const PAYMENTS_MAX = 200;
const HEADCOUNT_MAX = 1_000_000;

const amount = z.int().min(0).max(CENTS_MAX);

/** A department or overseas territory by its number: `01`-`95` with `2A` and `2B`, `971`-`978`. */
const Department = z.string().regex(/^(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8])$/);

/** How profits are taxed: by corporate tax, in the hands of the owners, or not at all. */
const Taxation = z.enum(["is", "ir", "none"]);

export const CalendarProfile = z
  .strictObject({
    legalForm: LegalForm.nullable(),
    siren: Siren.nullable(),
    department: Department.nullable().meta({ description: "Department of the main establishment: day of the TVA return, local holidays." }),
    ownerInitial: OwnerInitial.nullable(),
    goodFridayClosed: z
      .boolean()
      .meta({ description: "Whether Good Friday is a holiday there: only communes of Alsace-Moselle with a Protestant church." }),
    createdOn: BusinessDate.nullable().meta({ description: "First day of the first fiscal year." }),
    closingDay: ClosingDay.meta({ description: "`MM-DD` its fiscal years end on, wherever `fiscal_years` says nothing else." }),
    fiscalYears: z
      .array(z.strictObject({ startsOn: BusinessDate, endsOn: BusinessDate }))
      .max(YEARS_KNOWN_MAX)
      .meta({ description: "Fiscal years as they were or will be: needed for those that do not have twelve months." }),
    taxation: Taxation.nullable(),
    filesOnline: z.boolean().meta({ description: "Whether returns are sent online: fifteen days more for the return of results." }),
    corporateTaxes: byClosing({ taxCents: amount }).meta({
      description: "Corporate tax of closed years before reductions and credits: what instalments are computed from.",
    }),
    vatRegimes: VatRegimes.meta({ description: "TVA regimes by the day they begin; none: no TVA obligation is told." }),
    vatDueDay: VatReturnDay.nullable().meta({ description: "Day of the month of its TVA return as its tax account shows it." }),
    vatDues: byClosing({ taxCents: amount }).meta({
      description:
        "TVA due for closed years before deduction on fixed assets: what the instalments of the simplified regime are computed from.",
    }),
    headcounts: datedList({ persons: z.int().min(0).max(HEADCOUNT_MAX) }).meta({
      description: "Employees by the day the number changed; none: no obligation of an employer is told.",
    }),
    paysFollowingMonth: z.boolean().meta({ description: "Whether wages are paid in the month after the work." }),
    payrolls: yearly({ grossCents: amount }).meta({ description: "Gross wages of calendar years." }),
    turnovers: yearly({ turnoverCents: amount }).meta({ description: "Turnover excluding TVA of calendar years (CVAE)." }),
    cfeLiable: z.boolean().nullable().meta({ description: "Whether it pays CFE; null: unknown." }),
    cfeTaxes: yearly({ taxCents: amount }),
    cvaeTaxes: yearly({ taxCents: amount }),
    paysFees: z.boolean().nullable().meta({ description: "Whether it pays fees or commissions above the limit of the DAS2 to somebody." }),
    dividends: z
      .array(z.strictObject({ paidOn: BusinessDate, grossCents: amount }))
      .max(PAYMENTS_MAX)
      .meta({ description: "Dividends paid to natural persons who live in France." }),
    approvals: byClosing({ approvedOn: BusinessDate }).meta({ description: "Days on which the members approved the accounts of a year." }),
    filesAccountsOnline: z.boolean().meta({ description: "Whether accounts are filed online." }),
    size: CompanySize.nullable(),
  })
  .meta({
    id: "CalendarProfile",
    description:
      'All a calendar depends on. Every key must be there: `null` says "unknown", an empty list "none known". What is unknown is never guessed in silence: the obligation is given with a notice, or left out with one.',
    examples: [EXAMPLE_PROFILE],
  });
export type CalendarProfile = z.infer<typeof CalendarProfile>;
