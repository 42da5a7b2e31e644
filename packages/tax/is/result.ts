import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Trace } from "../trace.ts";
import { IS_EXAMPLE_RESULT } from "./example-result.ts";

const cents = z.int();

const AdjustmentLine = z
  .object({ kind: z.string(), label: z.string(), amountCents: cents, detail: z.string().nullable(), article: z.string().nullable() })
  .meta({ id: "IsAdjustmentLine", description: "One add-back or deduction as it was taken, with the article it rests on. Cents." });
export type AdjustmentLine = z.infer<typeof AdjustmentLine>;

const Condition = z
  .object({
    code: z.enum(["turnover", "paid_up_capital", "natural_persons"]),
    status: z.enum(["met", "not_met", "unknown"]),
    message: z.string(),
    article: z.string(),
  })
  .meta({ id: "IsCondition", description: "A condition of the law: met, not met, or not known from what was told; why, in French." });
export type Condition = z.infer<typeof Condition>;

const HolderCount = z
  .object({ place: z.int(), kind: z.string(), sharePpm: z.int(), counts: z.enum(["yes", "no", "unknown", "left_out"]), reason: z.string() })
  .meta({ id: "IsHolderCount", description: "How a holder counts for the part natural persons hold." });
export type HolderCount = z.infer<typeof HolderCount>;

const Conditions = z
  .object({
    status: z.enum(["met", "not_met", "unknown"]),
    annualTurnoverCents: cents.nullable(),
    naturalPersonsPpm: z.int().nullable(),
    conditions: z.array(Condition),
    holders: z.array(HolderCount),
  })
  .meta({
    id: "IsConditions",
    description: "Conditions of a rule, each by its name, and what follows. `natural_persons_ppm`: the part that surely counts.",
  });
export type Conditions = z.infer<typeof Conditions>;

const Losses = z
  .object({ availableCents: cents, capCents: cents, usedCents: cents, carriedBackCents: cents, createdCents: cents, leftCents: cents })
  .meta({
    id: "IsLosses",
    description: "Losses of earlier years: what there was, what the law lets use this year, what was used, and what is left. Cents.",
  });
export type Losses = z.infer<typeof Losses>;

const CarryBack = z
  .object({
    availableProfitCents: cents.meta({ description: "Undistributed profit of the year before that was really taxed." }),
    capCents: cents,
    carriedBackCents: cents,
    atNormalRateCents: cents,
    atReducedRateCents: cents,
    normalRatePpm: z.int(),
    reducedRatePpm: z.int(),
    claimCents: cents,
  })
  .meta({ id: "IsCarryBack", description: "The claim that carrying this year's loss back gives, and what it was computed from. Cents." });
export type CarryBack = z.infer<typeof CarryBack>;

const RateShare = z
  .object({ ratePpm: z.int(), baseCents: cents, taxCents: cents })
  .meta({ id: "IsRateShare", description: "The part of the profit taxed at one rate, and its tax before rounding." });

const Social = z
  .object({
    status: z.enum(["due", "exempt", "below_allowance"]),
    exemption: Conditions,
    allowanceCents: cents,
    baseCents: cents,
    ratePpm: z.int(),
    amountCents: cents,
  })
  .meta({
    id: "IsSocialContribution",
    description: "The social contribution on profits (CGI art. 235 ter ZC), or why there is none. Cents.",
  });
export type Social = z.infer<typeof Social>;

const Gifts = z
  .object({
    paidCents: cents,
    carriedForwardCents: cents,
    ceilingCents: cents,
    retainedCents: cents,
    leftCents: cents,
    reductionCents: cents,
    usedCents: cents,
    unusedCents: cents,
  })
  .meta({
    id: "IsGifts",
    description: "The reduction for gifts (CGI art. 238 bis): their limit, what counts and what is carried forward. Cents.",
  });
export type Gifts = z.infer<typeof Gifts>;

const CreditUse = z
  .object({
    kind: z.string(),
    label: z.string(),
    amountCents: cents,
    usedCents: cents,
    refundedCents: cents,
    carriedCents: cents,
    lostCents: cents,
  })
  .meta({
    id: "IsCreditUse",
    description: "A tax credit: what it comes to, what was set against the tax, and what became of the rest. Cents.",
  });
export type CreditUse = z.infer<typeof CreditUse>;

const Instalment = z
  .object({
    rank: z.int(),
    dueOn: BusinessDate,
    reference: z.enum(["year_before_previous", "previous_year"]),
    amountCents: cents,
    socialContributionCents: cents,
    confirmed: z.boolean().meta({ description: "False beyond the day up to which the law is read." }),
  })
  .meta({ id: "IsInstalment", description: "One instalment: the day it is due by and its amount. Cents." });
export type Instalment = z.infer<typeof Instalment>;

const Schedule = z
  .object({
    status: z.enum(["due", "none_first_year", "none_below_threshold", "unknown"]),
    firstReferenceCents: cents.nullable(),
    referenceCents: cents.nullable(),
    totalCents: cents,
    instalments: z.array(Instalment),
  })
  .meta({ id: "IsSchedule", description: "Instalments of one year: why there are some or none, and each with its day. Cents." });
export type Schedule = z.infer<typeof Schedule>;

export const IsResult = z
  .object({
    openedOn: BusinessDate,
    closedOn: BusinessDate,
    durationMonths: z.int(),
    durationDays: z.int(),
    accountingResultCents: cents,
    adjustments: z.array(AdjustmentLine),
    addBacksCents: cents,
    deductionsCents: cents,
    fiscalResultCents: cents,
    losses: Losses,
    carryBack: CarryBack.nullable(),
    taxableProfitCents: cents,
    reducedRateEligibility: Conditions,
    reducedRateCeilingCents: cents,
    reducedRateSavingCents: cents.meta({
      description: "What the reduced rate saves, or would save if the year turned out to be eligible.",
    }),
    reducedRate: RateShare,
    normalRate: RateShare,
    grossTaxCents: cents,
    socialContribution: Social,
    gifts: Gifts,
    taxCredits: z.array(CreditUse),
    creditsUsedCents: cents,
    creditsRefundedCents: cents,
    netTaxCents: cents,
    totalDueCents: cents,
    instalmentsPaidCents: cents.nullable(),
    balanceCents: cents,
    balanceDueOn: BusinessDate,
    instalments: Schedule,
    nextInstalments: Schedule,
    notices: z.array(TaxNotice),
    traces: z.array(Trace),
    parameterSet: ParameterSet,
  })
  .meta({
    id: "IsResult",
    description: "IS of a year, with everything it went through. A negative balance is to be paid back.",
    examples: [IS_EXAMPLE_RESULT],
  });
export type IsResult = z.infer<typeof IsResult>;
