import * as z from "zod";
import { addDays, type BusinessDate } from "#domain/dates";
import { TaxDay } from "../tax-day.ts";
import { Adjustment } from "./adjustment.ts";
import { type Duration, durationOf } from "./duration.ts";
import { IS_EXAMPLE } from "./example.ts";
import { TaxCredit } from "./tax-credit.ts";
import { Amount, PositiveAmount, Share } from "./units.ts";

const HOLDERS_MAX = 200;
const ADJUSTMENTS_MAX = 200;
const CREDITS_MAX = 50;
/** The longest fiscal year we compute, months. */
const YEAR_MONTHS_MAX = 24;
const WHOLE = 1_000_000;

const Holder = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("natural_person"), sharePpm: Share }),
    z.strictObject({
      kind: z.literal("company"),
      sharePpm: Share,
      turnoverCents: PositiveAmount.nullable().default(null).meta({ description: "Excluding VAT, put on twelve months; null: not known." }),
      capitalFullyPaidUp: z.boolean().nullable().default(null),
      naturalPersonsPpm: Share.nullable().default(null).meta({ description: "Part of its own capital that natural persons hold." }),
    }),
    /** A risk-capital company or fund without a tie of dependence: left out of the count (CGI art. 219, I-b). */
    z.strictObject({ kind: z.literal("venture_fund"), sharePpm: Share }),
  ])
  .meta({
    id: "IsHolder",
    description:
      "Who holds the capital. A company stands between natural persons and us: what it is, is told here and goes no level deeper.",
  });
export type Holder = z.infer<typeof Holder>;

const PastYear = z
  .strictObject({
    openedOn: TaxDay,
    closedOn: TaxDay,
    reducedRateBaseCents: PositiveAmount.meta({ description: "Profit taxed at the reduced rate, and at the normal rate." }),
    normalRateBaseCents: PositiveAmount,
    socialContributionCents: PositiveAmount.default(0),
  })
  .meta({ id: "IsPastYear", description: "A year before, as it was taxed: what instalments and carry-back are computed from." });
export type PastYear = z.infer<typeof PastYear>;

const CarryBackOption = z
  .strictObject({
    distributedCents: PositiveAmount.meta({ description: "Distributed out of the year before's profit." }),
    settledByCreditsCents: PositiveAmount.default(0).meta({
      description: "Part of that profit whose tax was settled by tax credits, not paid.",
    }),
    requestedCents: PositiveAmount.nullable().default(null).meta({ description: "How much of the loss; null: as much as the law allows." }),
  })
  .meta({ id: "IsCarryBackOption", description: "The option for carrying this year's loss back to the year before." });

export const IsInput = z
  .strictObject({
    openedOn: TaxDay,
    closedOn: TaxDay,
    accountingResultCents: Amount.meta({ description: "Result of the books after whatever tax is booked; a loss is negative." }),
    turnoverCents: PositiveAmount.nullable().default(null).meta({ description: "Of the year as long as it was, excluding VAT." }),
    capitalFullyPaidUp: z.boolean().nullable().default(null),
    holders: z.array(Holder).max(HOLDERS_MAX).nullable().default(null),
    naturalPersonsPpm: Share.nullable().default(null).meta({
      description:
        "Part of the capital that counts as held by natural persons, for whoever knows it without the list; the list goes before it.",
    }),
    adjustments: z.array(Adjustment).max(ADJUSTMENTS_MAX).default([]),
    lossesCents: PositiveAmount.nullable()
      .default(null)
      .meta({ description: "Losses of earlier years not yet used; null: not known, counted for nothing." }),
    giftsCarriedForwardCents: PositiveAmount.nullable()
      .default(null)
      .meta({ description: "Gifts of the five years before that were above their ceiling; null: not known, counted for nothing." }),
    taxCredits: z.array(TaxCredit).max(CREDITS_MAX).default([]),
    previousYear: PastYear.nullable().default(null),
    yearBeforePrevious: PastYear.nullable().default(null),
    firstYear: z.boolean().nullable().default(null).meta({ description: "First year subject to IS: no instalments. Null: not known." }),
    carryBack: CarryBackOption.nullable().default(null),
    instalmentsPaidCents: PositiveAmount.nullable()
      .default(null)
      .meta({ description: "Instalments paid for this year, contribution included; null: not known, counted for nothing." }),
  })
  .superRefine((input, context) => {
    const flaw = (path: string, code: string) => context.addIssue({ code: "custom", path: [path], params: { code }, input });
    if (input.closedOn < input.openedOn) flaw("closedOn", "year_ends_before");
    else if (longerThan(YEAR_MONTHS_MAX, durationOf(input.openedOn, input.closedOn))) flaw("closedOn", "year_too_long");
    const held = (input.holders ?? []).reduce((sum, { sharePpm }) => sum + sharePpm, 0);
    if (held > WHOLE) flaw("holders", "more_than_whole");
    if (!follows(input.previousYear, input.openedOn)) flaw("previousYear", "year_not_before");
    if (input.previousYear && !follows(input.yearBeforePrevious, input.previousYear.openedOn))
      flaw("yearBeforePrevious", "year_not_before");
    if (!input.previousYear && input.yearBeforePrevious) flaw("yearBeforePrevious", "year_not_before");
  })
  .meta({
    id: "IsInput",
    description:
      "Everything the rules of IS ask about a year. Only the dates and the accounting result are required; null means not known.",
    examples: [IS_EXAMPLE],
  });
export type IsInput = z.infer<typeof IsInput>;

const longerThan = (most: number, { months, days }: Duration): boolean => months > most || (months === most && days > 0);

const follows = (past: PastYear | null, openedOn: BusinessDate): boolean =>
  past === null || (past.openedOn <= past.closedOn && addDays(past.closedOn, 1) === openedOn);
