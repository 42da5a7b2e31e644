import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Territory } from "../territory.ts";
import { Trace } from "../trace.ts";
import { Why } from "./exigibility.ts";
import { OperationKind } from "./operation.ts";
import { TvaRegimeResult } from "./regime-input.ts";

/** A line of the 3310-CA3, in whole euros (told in cents). Null where the line shows none. */
const CaBox = z
  .object({ box: z.string(), label: z.string(), baseCents: z.int().nullable(), taxCents: z.int().nullable() })
  .meta({ id: "TvaBox" });
export type CaBox = z.infer<typeof CaBox>;

/** A share of an operation: the day its tax falls due, why, the return it belongs to, and the lines it went to in this one. Cents. */
const DeclaredPart = z
  .object({
    on: BusinessDate.nullable(),
    baseCents: z.int(),
    taxCents: z.int(),
    deductibleCents: z.int().nullable(),
    declared: z.enum(["this_period", "earlier", "later", "waiting"]),
    why: Why,
    explanation: z.string(),
    boxes: z.array(z.string()),
  })
  .meta({ id: "TvaPart" });
export type DeclaredPart = z.infer<typeof DeclaredPart>;

const DeclaredOperation = z
  .object({
    id: z.string(),
    kind: OperationKind,
    territory: Territory,
    /** Null: no tax, or tax of several rates given as one amount. */
    ratePpm: z.int().nullable(),
    baseCents: z.int(),
    taxCents: z.int(),
    article: z.string(),
    parts: z.array(DeclaredPart),
  })
  .meta({ id: "TvaDeclaredOperation" });
export type DeclaredOperation = z.infer<typeof DeclaredOperation>;

const Refund = z
  .object({ minimumCents: z.int(), mayAsk: z.boolean(), askedCents: z.int(), takenCents: z.int(), reason: z.string() })
  .meta({ id: "TvaRefund" });

const Totals = z
  .object({
    /** Line 16. */
    grossTaxCents: z.int(),
    /** Line 23. */
    deductibleTaxCents: z.int(),
    /** Line TD: 16 less 23, when positive. */
    dueTaxCents: z.int(),
    /** Line 25: 23 less 16, when positive. */
    creditCents: z.int(),
    /** Line 26. */
    refundCents: z.int(),
    /** Line 27. */
    creditToCarryCents: z.int(),
    /** Line 28. */
    netTaxCents: z.int(),
    /** Line 32. */
    toPayCents: z.int(),
  })
  .meta({ id: "TvaTotals" });
export type Totals = z.infer<typeof Totals>;

/** A return: its lines, its totals, where every operation went and why, and the law it rests on. */
export const TvaResult = z
  .object({
    period: z.object({ from: BusinessDate, to: BusinessDate }),
    territory: Territory,
    boxes: z.array(CaBox),
    totals: Totals,
    refund: Refund,
    taxationCoefficientPpm: z.int(),
    /** The regime of the year that was asked for; null when none was. */
    regime: TvaRegimeResult.nullable(),
    operations: z.array(DeclaredOperation),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
    traces: z.array(Trace),
  })
  .meta({ id: "TvaResult" });
export type TvaResult = z.infer<typeof TvaResult>;
