import type { AssetLine, BalanceSheet, LiabilityLine, ResultPlace } from "./analysis-result.ts";
import { debitOf, type Held, isUnder } from "./held-accounts.ts";
import type { AssetCode, LiabilityCode } from "./sheet-lines.ts";
import { ASSETS, isOnSheet, LIABILITIES, liabilitiesInOrder, sheetPlace } from "./sheet-lines.ts";
import { SHEET_LABELS } from "./statement-labels.fr.ts";

const SHEET = ["1", "2", "3", "4", "5"];
const FLOWS = ["6", "7"];
const RESULT = ["12"];
/** Interim dividends (chart of 2025): taken off equity, no result. */
const INTERIM_DIVIDENDS = ["1209"];

/**
 * Where the year's result stands. Closing entries put it on 12 and clear classes 6 and 7; some balances show both, which then balance without
 * classes 6 and 7, or, when something else is wrong with them, have on 12 the very result that classes 6 and 7 give.
 */
export function resultPlaceOf(held: readonly Held[]): ResultPlace {
  const hasFlows = held.some(({ account, cents }) => /^[67]/.test(account) && cents !== 0);
  if (!hasFlows) return held.some(isResult) ? "on_12_alone" : "in_classes_6_and_7";
  const [sheet, flows] = [debitOf(held, SHEET), debitOf(held, FLOWS)];
  const isShownTwice = flows !== 0 && (sheet === 0 || (sheet + flows !== 0 && debitOf(held, RESULT, INTERIM_DIVIDENDS) === flows));
  return isShownTwice ? "also_on_12" : "in_classes_6_and_7";
}

const isResult = ({ account, cents }: Held): boolean => cents !== 0 && isUnder(account, RESULT) && !isUnder(account, INTERIM_DIVIDENDS);

/** Amounts of one balance by line of the balance sheet: gross, depreciation (positive as it is read) and liabilities. EUR cents. */
export type SheetAmounts = {
  readonly gross: ReadonlyMap<AssetCode, number>;
  readonly depreciation: ReadonlyMap<AssetCode, number>;
  readonly liability: ReadonlyMap<LiabilityCode, number>;
  readonly accounts: ReadonlyMap<string, readonly string[]>;
};

/** Puts every account of classes 1 to 5 on its line, and the year's result on its own. */
export function sheetAmounts(held: readonly Held[], place: ResultPlace, flowResultCents: number): SheetAmounts {
  const gross = new Map<AssetCode, number>();
  const depreciation = new Map<AssetCode, number>();
  const liability = new Map<LiabilityCode, number>();
  const accounts = new Map<string, string[]>();
  for (const one of held) {
    if (!isOnSheet(one.account)) continue;
    const at = sheetPlace(one.account, one.cents);
    const line = at.line === "resultat" ? lineOf12(one.account, place) : at.line;
    listed(accounts, line).push(one.account);
    if (at.side === "gross") add(gross, at.line, one.cents);
    else if (at.side === "depreciation") add(depreciation, at.line, -one.cents);
    else add(liability, at.line === "resultat" ? lineOf12(one.account, place) : at.line, -one.cents);
  }
  if (place === "in_classes_6_and_7") add(liability, "resultat", flowResultCents);
  return { gross, depreciation, liability, accounts };
}

/** Account 12 holds the year's result once it is closed; before, what it holds is an older result nobody has appropriated yet. */
function lineOf12(account: string, place: ResultPlace): LiabilityCode {
  if (isUnder(account, INTERIM_DIVIDENDS)) return "acomptes_dividendes";
  return place === "in_classes_6_and_7" ? "resultat_en_instance" : "resultat";
}

function listed(accounts: Map<string, string[]>, line: string): string[] {
  const list = accounts.get(line) ?? [];
  accounts.set(line, list);
  return list;
}

function add<Line>(amounts: Map<Line, number>, line: Line, cents: number): void {
  amounts.set(line, (amounts.get(line) ?? 0) + cents);
}

/** The balance sheet, net amounts of the year before beside. Lines with nothing in either year are left out. */
export function balanceSheet(now: SheetAmounts, before: SheetAmounts | null): BalanceSheet {
  const assets = ASSETS.map((line) => assetLine(line, now, before)).filter(hasAsset);
  const liabilities = liabilitiesInOrder()
    .map((line) => liabilityLine(line, now, before))
    .filter(hasLiability);
  const [totalGrossCents, totalDepreciationCents] = [total(now.gross), total(now.depreciation)];
  const totalAssetsCents = totalGrossCents - totalDepreciationCents;
  const totalLiabilitiesCents = total(now.liability);
  return {
    ...{ assets, liabilities, totalGrossCents, totalDepreciationCents, totalAssetsCents, totalLiabilitiesCents },
    equityCents: equityOf(now),
    gapCents: totalAssetsCents - totalLiabilitiesCents,
  };
}

/** Equity (capitaux propres) as the balance sheet shows it: capital nobody has called yet stands among the assets. EUR cents. */
export function equityOf({ liability }: SheetAmounts): number {
  const own = liabilitiesInOrder().filter((line) => LIABILITIES[line] === "capitaux_propres");
  return own.reduce((sum, line) => sum + (liability.get(line) ?? 0), 0);
}

/** The total of net assets. EUR cents. */
export const netAssetsOf = ({ gross, depreciation }: SheetAmounts): number => total(gross) - total(depreciation);

const total = (amounts: ReadonlyMap<unknown, number>): number => [...amounts.values()].reduce((sum, cents) => sum + cents, 0);

function assetLine(code: AssetCode, now: SheetAmounts, before: SheetAmounts | null): AssetLine {
  const [grossCents, depreciationCents] = [now.gross.get(code) ?? 0, now.depreciation.get(code) ?? 0];
  return {
    ...{ code, label: SHEET_LABELS[code], grossCents, depreciationCents, netCents: grossCents - depreciationCents },
    previousNetCents: before ? (before.gross.get(code) ?? 0) - (before.depreciation.get(code) ?? 0) : null,
    accounts: [...(now.accounts.get(code) ?? [])],
  };
}

const liabilityLine = (code: LiabilityCode, now: SheetAmounts, before: SheetAmounts | null): LiabilityLine => ({
  ...{ code, label: SHEET_LABELS[code], section: LIABILITIES[code], amountCents: now.liability.get(code) ?? 0 },
  previousCents: before ? (before.liability.get(code) ?? 0) : null,
  accounts: [...(now.accounts.get(code) ?? [])],
});

const hasAsset = (line: AssetLine): boolean =>
  line.grossCents !== 0 || line.depreciationCents !== 0 || (line.previousNetCents ?? 0) !== 0 || line.accounts.length > 0;
const hasLiability = (line: LiabilityLine): boolean =>
  line.amountCents !== 0 || (line.previousCents ?? 0) !== 0 || line.accounts.length > 0;
