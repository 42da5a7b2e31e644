import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Territory } from "../territory.ts";
import { Trace } from "../trace.ts";
import { TVA_EXAMPLE_RESULT } from "./example-result.ts";
import { Why } from "./exigibility.ts";
import { OperationKind } from "./operation.ts";
import { TvaRegimeResult } from "./regime-input.ts";

const CaBox = z
  .object({ box: z.string(), label: z.string(), baseCents: z.int().nullable(), taxCents: z.int().nullable() })
  .meta({ id: "TvaBox", description: "A line of the 3310-CA3, in whole euros (told in cents). Null where the line shows none." });
export type CaBox = z.infer<typeof CaBox>;

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
  .meta({
    id: "TvaPart",
    description:
      "A share of an operation: the day its tax falls due, why, the return it belongs to, and the lines it went to in this one. Cents.",
  });
export type DeclaredPart = z.infer<typeof DeclaredPart>;

const DeclaredOperation = z
  .object({
    id: z.string(),
    kind: OperationKind,
    territory: Territory,
    ratePpm: z.int().nullable().meta({ description: "Null: no tax, or tax of several rates given as one amount." }),
    baseCents: z.int(),
    taxCents: z.int(),
    article: z.string(),
    parts: z.array(DeclaredPart),
  })
  .meta({ id: "TvaDeclaredOperation", description: "An operation with its rate, its tax and the shares it falls due in. Cents." });
export type DeclaredOperation = z.infer<typeof DeclaredOperation>;

const Refund = z
  .object({ minimumCents: z.int(), mayAsk: z.boolean(), askedCents: z.int(), takenCents: z.int(), reason: z.string() })
  .meta({ id: "TvaRefund", description: "Whether the credit may be asked back, and what becomes of it. Cents." });

const Totals = z
  .object({
    grossTaxCents: z.int().meta({ description: "Line 16." }),
    deductibleTaxCents: z.int().meta({ description: "Line 23." }),
    dueTaxCents: z.int().meta({ description: "Line TD: 16 less 23, when positive." }),
    creditCents: z.int().meta({ description: "Line 25: 23 less 16, when positive." }),
    refundCents: z.int().meta({ description: "Line 26." }),
    creditToCarryCents: z.int().meta({ description: "Line 27." }),
    netTaxCents: z.int().meta({ description: "Line 28." }),
    toPayCents: z.int().meta({ description: "Line 32." }),
  })
  .meta({ id: "TvaTotals", description: "Totals of the return, in whole euros told in cents." });
export type Totals = z.infer<typeof Totals>;

export const TvaResult = z
  .object({
    period: z.object({ from: BusinessDate, to: BusinessDate }),
    territory: Territory,
    boxes: z.array(CaBox),
    totals: Totals,
    refund: Refund,
    taxationCoefficientPpm: z.int(),
    regime: TvaRegimeResult.nullable().meta({ description: "The regime of the year that was asked for; null when none was." }),
    operations: z.array(DeclaredOperation),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
    traces: z.array(Trace),
  })
  .meta({
    id: "TvaResult",
    description: "A return: its lines, its totals, where every operation went and why, and the law it rests on.",
    examples: [TVA_EXAMPLE_RESULT],
  });
export type TvaResult = z.infer<typeof TvaResult>;
