import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Trace } from "../trace.ts";
import { Check } from "./check.ts";
import { IsEstimate } from "./is-estimate-result.ts";

const Cents = z.int();

const FlowLine = z
  .object({
    code: z.string(),
    label: z.string(),
    section: z.enum(["exploitation", "operations_en_commun", "financier", "exceptionnel", "participation", "impots"]),
    side: z.enum(["produit", "charge"]),
    amountCents: Cents,
    previousCents: Cents.nullable(),
    accounts: z.array(z.string()),
  })
  .meta({
    id: "AnalysisIncomeLine",
    description:
      "A line of the income statement, signed as it is read: a charge and a product are both positive. `accounts` is what it holds.",
  });
export type FlowLine = z.infer<typeof FlowLine>;

const IncomeStatement = z
  .object({
    lines: z.array(FlowLine),
    productsCents: Cents,
    chargesCents: Cents,
    operatingResultCents: Cents,
    financialResultCents: Cents,
    exceptionalResultCents: Cents,
    netResultCents: Cents,
  })
  .meta({ id: "AnalysisIncomeStatement", description: "Income statement by sections, in the order of the plan comptable général. Cents." });
export type IncomeStatement = z.infer<typeof IncomeStatement>;

const AssetLine = z
  .object({
    code: z.string(),
    label: z.string(),
    grossCents: Cents,
    depreciationCents: Cents,
    netCents: Cents,
    previousNetCents: Cents.nullable(),
    accounts: z.array(z.string()),
  })
  .meta({ id: "AnalysisAssetLine", description: "A line of the assets: gross, what depreciates it, and the difference." });
export type AssetLine = z.infer<typeof AssetLine>;

const LiabilityLine = z
  .object({
    code: z.string(),
    label: z.string(),
    section: z.enum(["capitaux_propres", "autres_fonds_propres", "provisions", "dettes"]),
    amountCents: Cents,
    previousCents: Cents.nullable(),
    accounts: z.array(z.string()),
  })
  .meta({ id: "AnalysisLiabilityLine", description: "A line of equity and liabilities. Cents." });
export type LiabilityLine = z.infer<typeof LiabilityLine>;

const BalanceSheet = z
  .object({
    assets: z.array(AssetLine),
    liabilities: z.array(LiabilityLine),
    totalGrossCents: Cents,
    totalDepreciationCents: Cents,
    totalAssetsCents: Cents,
    totalLiabilitiesCents: Cents,
    equityCents: Cents,
    gapCents: Cents.meta({ description: "Assets less liabilities: zero whenever the trial balance balances." }),
  })
  .meta({ id: "AnalysisBalanceSheet", description: "Balance sheet; `gap_cents` is what an unbalanced balance lacks." });
export type BalanceSheet = z.infer<typeof BalanceSheet>;

const Sig = z
  .object({
    code: z.string(),
    label: z.string(),
    amountCents: Cents,
    previousCents: Cents.nullable(),
    ofTurnoverPpm: z.int().nullable().meta({ description: "Of turnover, parts per million; null without turnover, or next to none." }),
    trace: Trace,
  })
  .meta({ id: "AnalysisSig", description: "A solde intermédiaire de gestion with the lines it is the sum of. Cents." });
export type Sig = z.infer<typeof Sig>;

const FunctionalBalance = z
  .object({
    stableResourcesCents: Cents,
    stableUsesCents: Cents,
    workingCapitalCents: Cents,
    operatingAssetsCents: Cents,
    operatingDebtsCents: Cents,
    operatingNeedCents: Cents,
    otherAssetsCents: Cents,
    otherDebtsCents: Cents,
    otherNeedCents: Cents,
    needCents: Cents,
    cashAssetsCents: Cents,
    cashDebtsCents: Cents,
    netCashCents: Cents,
    gapCents: Cents.meta({ description: "Working capital less need less cash: zero whenever the trial balance balances." }),
    traces: z.array(Trace),
  })
  .meta({
    id: "AnalysisFunctionalBalance",
    description: "Fonds de roulement, besoin en fonds de roulement and trésorerie, each with its parts. Cents.",
  });
export type FunctionalBalance = z.infer<typeof FunctionalBalance>;

const Ratio = z
  .object({
    code: z.string(),
    label: z.string(),
    meaning: z.string(),
    formula: z.string(),
    unit: z.enum(["ppm", "days"]).meta({ description: "`ppm`: parts per million of the denominator; `days`: days of the year." }),
    value: z.int().nullable(),
    previousValue: z.int().nullable(),
    numeratorCents: Cents,
    denominatorCents: Cents,
    reason: z.string().nullable().meta({ description: "Why there is no value; null when there is one." }),
    usualReading: z.string().meta({ description: "How it is usually read. A habit of the profession, not a rule." }),
  })
  .meta({ id: "AnalysisRatio", description: "A ratio with what it means; null when it has no sense for this balance." });
export type Ratio = z.infer<typeof Ratio>;

const Comment = z
  .object({ code: z.string(), message: z.string(), restsOn: z.array(z.string()).min(1) })
  .meta({ id: "AnalysisComment", description: "What a reader of the figures should see, with the accounts or articles it rests on." });
export type Comment = z.infer<typeof Comment>;

/** How the year's result stands in the balance: still in classes 6 and 7, already on 12 as well, or on 12 alone (closing entries made). */
const ResultPlace = z.enum(["in_classes_6_and_7", "also_on_12", "on_12_alone"]);
export type ResultPlace = z.infer<typeof ResultPlace>;

export const Analysis = z
  .object({
    startsOn: BusinessDate,
    endsOn: BusinessDate,
    chart: z.enum(["before_2025", "since_2025"]),
    rowCount: z.int(),
    accountCount: z.int(),
    debitBalanceCents: Cents,
    creditBalanceCents: Cents,
    isBalanced: z.boolean(),
    resultPlace: ResultPlace,
    outsideStatements: z.array(z.string()).meta({ description: "Accounts of classes 8 and 9: outside the statements." }),
    incomeStatement: IncomeStatement,
    balanceSheet: BalanceSheet,
    sig: z.array(Sig),
    selfFinancingFromResult: Trace.meta({
      description: "The same amount as the balance capacite_autofinancement, whose own trace starts from the EBE.",
    }),
    functionalBalance: FunctionalBalance,
    ratios: z.array(Ratio),
    checks: z.array(Check),
    isEstimate: IsEstimate.nullable(),
    comments: z.array(Comment),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
  })
  .meta({ id: "Analysis", description: "What is read in a trial balance. Amounts are EUR cents, ratios parts per million or days." });
export type Analysis = z.infer<typeof Analysis>;
