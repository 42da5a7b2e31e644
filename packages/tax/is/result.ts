import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Trace } from "../trace.ts";
import { IS_EXAMPLE_RESULT } from "./example-result.ts";

const cents = z.int();

const AdjustmentLine = z
  .object({ kind: z.string(), label: z.string(), amountCents: cents, detail: z.string().nullable(), article: z.string().nullable() })
  .meta({ id: "IsAdjustmentLine" });
export type AdjustmentLine = z.infer<typeof AdjustmentLine>;

/** A condition of the law: met, not met, or not known from what was told; why, in French. */
const Condition = z
  .object({
    code: z.enum(["turnover", "paid_up_capital", "natural_persons"]),
    status: z.enum(["met", "not_met", "unknown"]),
    message: z.string(),
    article: z.string(),
  })
  .meta({ id: "IsCondition" });
export type Condition = z.infer<typeof Condition>;

/** How a holder counts for the part natural persons hold. */
const HolderCount = z
  .object({ place: z.int(), kind: z.string(), sharePpm: z.int(), counts: z.enum(["yes", "no", "unknown", "left_out"]), reason: z.string() })
  .meta({ id: "IsHolderCount" });
export type HolderCount = z.infer<typeof HolderCount>;

/** Conditions of a rule, each by its name, and what follows. `naturalPersonsPpm`: the part that surely counts. */
const Conditions = z
  .object({
    status: z.enum(["met", "not_met", "unknown"]),
    annualTurnoverCents: cents.nullable(),
    naturalPersonsPpm: z.int().nullable(),
    conditions: z.array(Condition),
    holders: z.array(HolderCount),
  })
  .meta({ id: "IsConditions" });
export type Conditions = z.infer<typeof Conditions>;

const Losses = z
  .object({ availableCents: cents, capCents: cents, usedCents: cents, carriedBackCents: cents, createdCents: cents, leftCents: cents })
  .meta({ id: "IsLosses" });
export type Losses = z.infer<typeof Losses>;

const CarryBack = z
  .object({
    /** Undistributed profit of the year before that was really taxed. */
    availableProfitCents: cents,
    capCents: cents,
    carriedBackCents: cents,
    atNormalRateCents: cents,
    atReducedRateCents: cents,
    normalRatePpm: z.int(),
    reducedRatePpm: z.int(),
    claimCents: cents,
  })
  .meta({ id: "IsCarryBack" });
export type CarryBack = z.infer<typeof CarryBack>;

const RateShare = z.object({ ratePpm: z.int(), baseCents: cents, taxCents: cents }).meta({ id: "IsRateShare" });

const Social = z
  .object({
    status: z.enum(["due", "exempt", "below_allowance"]),
    exemption: Conditions,
    allowanceCents: cents,
    baseCents: cents,
    ratePpm: z.int(),
    amountCents: cents,
  })
  .meta({ id: "IsSocialContribution" });
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
  .meta({ id: "IsGifts" });
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
  .meta({ id: "IsCreditUse" });
export type CreditUse = z.infer<typeof CreditUse>;

const Instalment = z
  .object({
    rank: z.int(),
    dueOn: BusinessDate,
    reference: z.enum(["year_before_previous", "previous_year"]),
    amountCents: cents,
    socialContributionCents: cents,
    /** False beyond the day up to which the law is read. */
    confirmed: z.boolean(),
  })
  .meta({ id: "IsInstalment" });
export type Instalment = z.infer<typeof Instalment>;

const Schedule = z
  .object({
    status: z.enum(["due", "none_first_year", "none_below_threshold", "unknown"]),
    firstReferenceCents: cents.nullable(),
    referenceCents: cents.nullable(),
    totalCents: cents,
    instalments: z.array(Instalment),
  })
  .meta({ id: "IsSchedule" });
export type Schedule = z.infer<typeof Schedule>;

/** IS of a year, with everything it went through. A negative balance is to be paid back. */
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
    /** What the reduced rate saves, or would save if the year turned out to be eligible. */
    reducedRateSavingCents: cents,
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
  .meta({ id: "IsResult", examples: [IS_EXAMPLE_RESULT] });
export type IsResult = z.infer<typeof IsResult>;
