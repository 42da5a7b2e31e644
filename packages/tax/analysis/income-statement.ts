import type { FlowLine, IncomeStatement } from "./analysis-result.ts";
import { FLOW_PARTS, type FlowPart, flowPart, flowPartsInOrder, isFlow } from "./flow-parts.ts";
import type { Held } from "./held-accounts.ts";
import { FLOW_LABELS } from "./statement-labels.fr.ts";

/** What each part of the income statement holds: a charge and a product both positive as they are read, EUR cents. */
export type Flows = {
  amountOf(part: FlowPart): number;
  /** What a part does to the result: a product adds, a charge takes away. */
  effectOf(part: FlowPart): number;
  accountsOf(part: FlowPart): readonly string[];
};

/** Gathers the accounts of classes 6 and 7 by part. */
export function flowsOf(held: readonly Held[], isSince2025: boolean): Flows {
  const effects = new Map<FlowPart, number>();
  const accounts = new Map<FlowPart, string[]>();
  for (const { account, cents } of held) {
    if (!isFlow(account)) continue;
    const part = flowPart(account, isSince2025);
    effects.set(part, (effects.get(part) ?? 0) - cents);
    const listed = accounts.get(part) ?? [];
    listed.push(account);
    accounts.set(part, listed);
  }
  const effectOf = (part: FlowPart): number => effects.get(part) ?? 0;
  return {
    effectOf,
    amountOf: (part) => (FLOW_PARTS[part].side === "produit" ? effectOf(part) : 0 - effectOf(part)),
    accountsOf: (part) => accounts.get(part) ?? [],
  };
}

/** Turnover: sales of goods and production sold, rebates taken off (lines of class 70). EUR cents. */
export const turnoverOf = (flows: Flows): number => effectsOf(flows, TURNOVER);

const TURNOVER: readonly FlowPart[] = ["ca_ventes_marchandises", "ca_production_vendue_biens", "ca_production_vendue_services"];

/** The sum of what some parts do to the result. EUR cents. */
export const effectsOf = (flows: Flows, parts: readonly FlowPart[]): number => parts.reduce((sum, part) => sum + flows.effectOf(part), 0);

/** The year's result as classes 6 and 7 give it, a loss is negative. EUR cents. */
export const flowResult = (flows: Flows): number => effectsOf(flows, flowPartsInOrder());

/** The income statement by line; lines with nothing in either year are left out. */
export function incomeStatement(flows: Flows, previous: Flows | null): IncomeStatement {
  const parts = flowPartsInOrder();
  const lines = parts
    .map((part) => lineOf(part, flows, previous))
    .filter((line) => line.amountCents !== 0 || (line.previousCents ?? 0) !== 0 || line.accounts.length > 0);
  const total = (kept: (part: FlowPart) => boolean): number => effectsOf(flows, parts.filter(kept));
  return {
    lines,
    productsCents: total((part) => FLOW_PARTS[part].side === "produit"),
    chargesCents: 0 - total((part) => FLOW_PARTS[part].side === "charge"),
    operatingResultCents: total((part) => FLOW_PARTS[part].section === "exploitation"),
    financialResultCents: total((part) => FLOW_PARTS[part].section === "financier"),
    exceptionalResultCents: total((part) => FLOW_PARTS[part].section === "exceptionnel"),
    netResultCents: flowResult(flows),
  };
}

const lineOf = (part: FlowPart, flows: Flows, previous: Flows | null): FlowLine => ({
  code: part,
  label: FLOW_LABELS[part],
  ...FLOW_PARTS[part],
  amountCents: flows.amountOf(part),
  previousCents: previous ? previous.amountOf(part) : null,
  accounts: [...flows.accountsOf(part)],
});
