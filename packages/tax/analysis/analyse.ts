import type { BusinessDate } from "#domain/dates";
import type { TaxNotice } from "../notice.ts";
import type { ParameterSet } from "../parameter-set.ts";
import { COMPTES_LAW, type ComptesLaw } from "../rates/comptes.ts";
import { EDITION, LAW_READ_THROUGH } from "../rates/dated.ts";
import type { AnalysisFacts } from "./analysis-facts.ts";
import type { Analysis } from "./analysis-result.ts";
import type { BalanceInput } from "./balance-input.ts";
import { balanceSheet } from "./balance-sheet.ts";
import type { Check, Severity } from "./check.ts";
import { accountsChecks } from "./checks/accounts.ts";
import { assetsChecks } from "./checks/assets.ts";
import { equityChecks } from "./checks/equity.ts";
import { openingChecks } from "./checks/opening.ts";
import { payrollChecks } from "./checks/payroll.ts";
import { pendingChecks } from "./checks/pending.ts";
import { sideChecks } from "./checks/sides.ts";
import { totalsChecks } from "./checks/totals.ts";
import { vatChecks } from "./checks/vat.ts";
import { commentsOf } from "./comments.ts";
import { type CompanyShares, companyShares } from "./company-shares.ts";
import { creditOf, isUnder } from "./held-accounts.ts";
import { incomeStatement } from "./income-statement.ts";
import { type Estimated, estimateIs, type IsOf, isChecks } from "./is-estimate.ts";
import { NOTICE_WORDS as NOTICES } from "./notices.fr.ts";
import { ratiosOf } from "./ratios.ts";
import { selfFinancingFromResult, sigOf } from "./sig.ts";
import { previousStatements, type Statements, statementsOf } from "./statements.ts";

/** What an analysis borrows from the taxes. `isOf` null: no estimate of IS. `highestVatPpm`: the highest rate on a day, null when not known. */
export type AnalysisTools = {
  readonly isOf: IsOf | null;
  readonly highestVatPpm: (on: BusinessDate) => number | null;
  readonly law?: ComptesLaw;
};

/**
 * Reads a trial balance: statements, intermediate balances, functional balance, ratios, checks, an estimate of IS and comments. `today` tells
 * whether the year is over. Refuses nothing: what does not hold is told among the checks, what is not known among the notices.
 */
export function analyse(input: BalanceInput, facts: AnalysisFacts, today: BusinessDate, tools: AnalysisTools): Analysis {
  const now = statementsOf(input.rows, input);
  const before = previousStatements(input);
  const shares = companyShares(tools.law ?? COMPTES_LAW, now.endsOn);
  const highestVatPpm = tools.highestVatPpm(now.endsOn);
  const estimated = estimateIs(now, facts, tools.isOf);
  const estimate = estimated?.estimate ?? null;
  const ratios = ratiosOf(now, before);
  const checks = [
    ...[
      ...totalsChecks(now),
      ...accountsChecks(now),
      ...sideChecks(now.held, facts),
      ...pendingChecks(now, today),
      ...openingChecks(now, before),
    ],
    ...[...equityChecks(now, facts, shares), ...assetsChecks(now), ...vatChecks(now, facts, highestVatPpm), ...payrollChecks(now)],
    ...isChecks(now, estimate, facts),
  ];
  return {
    ...headOf(input, now),
    incomeStatement: incomeStatement(now.flows, before?.flows ?? null),
    balanceSheet: balanceSheet(now.sheet, before?.sheet ?? null),
    sig: sigOf(now.flows, before?.flows ?? null),
    selfFinancingFromResult: selfFinancingFromResult(now.flows),
    functionalBalance: now.functional,
    ratios,
    checks: bySeverity(checks),
    isEstimate: estimate,
    comments: commentsOf(now, before, { ratios, estimate }),
    notices: noticesOf(now, before, today, { highestVatPpm, shares }),
    parameterSet: parametersOf(shares, estimated),
  };
}

function headOf(input: BalanceInput, now: Statements) {
  const sum = (side: "debitBalanceCents" | "creditBalanceCents"): number => input.rows.reduce((all, row) => all + row[side], 0);
  const [debitBalanceCents, creditBalanceCents] = [sum("debitBalanceCents"), sum("creditBalanceCents")];
  return {
    ...{ startsOn: input.startsOn, endsOn: input.endsOn, chart: now.isSince2025 ? ("since_2025" as const) : ("before_2025" as const) },
    ...{ rowCount: input.rows.length, accountCount: now.held.length, debitBalanceCents, creditBalanceCents },
    isBalanced: debitBalanceCents === creditBalanceCents,
    resultPlace: now.resultPlace,
    outsideStatements: now.held.filter(({ account }) => isUnder(account, ["8", "9"])).map(({ account }): string => account),
  };
}

const ORDER: readonly Severity[] = ["erreur", "alerte", "information"];
const bySeverity = (checks: readonly Check[]): Check[] => ORDER.flatMap((severity) => checks.filter((one) => one.severity === severity));

type Known = { readonly highestVatPpm: number | null; readonly shares: CompanyShares | null };

function noticesOf(now: Statements, before: Statements | null, today: BusinessDate, { highestVatPpm, shares }: Known): TaxNotice[] {
  return [
    ...(now.endsOn > today ? [NOTICES.provisional] : []),
    ...(now.isSince2025 ? [NOTICES.sigWithoutModel] : []),
    ...(before && now.isSince2025 && !before.isSince2025 ? [NOTICES.changeOfChart] : []),
    ...(creditOf(now.held, ["455"]) > 0 ? [NOTICES.partners] : []),
    ...(creditOf(now.held, ["16", "17"], ["169"]) > 0 ? [NOTICES.maturities] : []),
    ...(shares === null ? [NOTICES.noCompanyLaw] : []),
    ...(highestVatPpm === null ? [NOTICES.noVatRate] : []),
  ];
}

/** Every row of the law the analysis rests on, once each. */
function parametersOf(shares: CompanyShares | null, estimated: Estimated | null): ParameterSet {
  const used = [...(shares?.parameterSet.parameters ?? []), ...(estimated?.parameters ?? [])];
  const once = new Map(used.map((one) => [`${one.id} ${one.validFrom}`, one]));
  return { id: `analyse-${EDITION}`, readThrough: LAW_READ_THROUGH, parameters: [...once.values()] };
}
