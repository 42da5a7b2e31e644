import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Trace } from "../trace.ts";
import { Check } from "./check.ts";
import { IsEstimate } from "./is-estimate-result.ts";

const Cents = z.int();

/** A line of the income statement, signed as it is read: a charge and a product are both positive. `accounts` is what it holds. */
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
  .meta({ id: "AnalysisIncomeLine" });
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
  .meta({ id: "AnalysisIncomeStatement" });
export type IncomeStatement = z.infer<typeof IncomeStatement>;

/** A line of the assets: gross, what depreciates it, and the difference. */
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
  .meta({ id: "AnalysisAssetLine" });
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
  .meta({ id: "AnalysisLiabilityLine" });
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
    /** Assets less liabilities: zero whenever the trial balance balances. */
    gapCents: Cents,
  })
  .meta({ id: "AnalysisBalanceSheet" });
export type BalanceSheet = z.infer<typeof BalanceSheet>;

const Sig = z
  .object({
    code: z.string(),
    label: z.string(),
    amountCents: Cents,
    previousCents: Cents.nullable(),
    /** Of turnover, parts per million; null without turnover, or next to none. */
    ofTurnoverPpm: z.int().nullable(),
    trace: Trace,
  })
  .meta({ id: "AnalysisSig" });
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
    /** Working capital less need less cash: zero whenever the trial balance balances. */
    gapCents: Cents,
    traces: z.array(Trace),
  })
  .meta({ id: "AnalysisFunctionalBalance" });
export type FunctionalBalance = z.infer<typeof FunctionalBalance>;

const Ratio = z
  .object({
    code: z.string(),
    label: z.string(),
    meaning: z.string(),
    formula: z.string(),
    /** `ppm`: parts per million of the denominator; `days`: days of the year. */
    unit: z.enum(["ppm", "days"]),
    value: z.int().nullable(),
    previousValue: z.int().nullable(),
    numeratorCents: Cents,
    denominatorCents: Cents,
    /** Why there is no value; null when there is one. */
    reason: z.string().nullable(),
    /** How it is usually read. A habit of the profession, not a rule. */
    usualReading: z.string(),
  })
  .meta({ id: "AnalysisRatio" });
export type Ratio = z.infer<typeof Ratio>;

const Comment = z.object({ code: z.string(), message: z.string(), restsOn: z.array(z.string()).min(1) }).meta({ id: "AnalysisComment" });
export type Comment = z.infer<typeof Comment>;

/** How the year's result stands in the balance: still in classes 6 and 7, already on 12 as well, or on 12 alone (closing entries made). */
const ResultPlace = z.enum(["in_classes_6_and_7", "also_on_12", "on_12_alone"]);
export type ResultPlace = z.infer<typeof ResultPlace>;

/** What is read in a trial balance. Amounts are EUR cents, ratios parts per million or days. */
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
    /** Accounts of classes 8 and 9: outside the statements. */
    outsideStatements: z.array(z.string()),
    incomeStatement: IncomeStatement,
    balanceSheet: BalanceSheet,
    sig: z.array(Sig),
    /** The same amount as the balance capacite_autofinancement, whose own trace starts from the EBE. */
    selfFinancingFromResult: Trace,
    functionalBalance: FunctionalBalance,
    ratios: z.array(Ratio),
    checks: z.array(Check),
    isEstimate: IsEstimate.nullable(),
    comments: z.array(Comment),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
  })
  .meta({ id: "Analysis" });
export type Analysis = z.infer<typeof Analysis>;
