import fc from "fast-check";
import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { paddedAccount } from "#domain/ledger/account-number";
import { chartNumbers } from "#domain/ledger/chart";
import { Analysis } from "#tax/analysis/analysis-result";
import { BalanceInput } from "#tax/analysis/balance-input";
import { TINY_DENOMINATOR } from "#tax/analysis/ratios.fr";
import { analysed } from "./tools.ts";

const YEARS = [2024, 2025, 2026];
const bothCharts = [...new Set([...chartNumbers(businessDate("2024-01-01")), ...chartNumbers(businessDate("2025-01-01"))])];
const inBooks = bothCharts.filter((number) => /^[1-7]/.test(number));

type Amount = { readonly account: string; readonly cents: number };

const row = ({ account, cents }: Amount) => ({
  account,
  debitBalanceCents: Math.max(0, cents),
  creditBalanceCents: Math.max(0, -cents),
});

const balance = (year: number, amounts: readonly Amount[]): BalanceInput =>
  BalanceInput.parse({ startsOn: `${year}-01-01`, endsOn: `${year}-12-31`, rows: amounts.map(row) });

/** Any accounts of either chart or a company's own under them, any amounts, made to balance by one more row. */
const amounts = fc
  .uniqueArray(
    fc.record({
      account: fc.tuple(fc.constantFrom(...inBooks), fc.constantFrom("", "1", "ABC")).map(([number, own]) => paddedAccount(number) + own),
      cents: fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }),
    }),
    { minLength: 1, maxLength: 60, selector: ({ account }) => account },
  )
  .chain((drawn) =>
    fc.constantFrom("512999", "411999", "758999", "120999").map((account) => {
      const rest = drawn.filter((one) => one.account !== account);
      return [...rest, { account, cents: -rest.reduce((sum, { cents }) => sum + cents, 0) }];
    }),
  );

const drawnYear = fc.record({ year: fc.constantFrom(...YEARS), drawn: amounts });

type Read = ReturnType<typeof analysed>;
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** What must hold of any balance that balances, by the name of the rule. One draw serves them all: an analysis is not free. */
const RULES: Readonly<Record<string, (read: Read, drawn: readonly Amount[]) => void>> = {
  "assets equal liabilities, and net is gross less depreciation": ({ balanceSheet: sheet }) => {
    expect(sheet.totalAssetsCents).toBe(sheet.totalLiabilitiesCents);
    expect(sum(sheet.assets.map(({ netCents }) => netCents))).toBe(sheet.totalAssetsCents);
    expect(sum(sheet.liabilities.map(({ amountCents }) => amountCents))).toBe(sheet.totalLiabilitiesCents);
  },
  "every account stands on exactly one line": ({ incomeStatement, balanceSheet }, drawn) => {
    const placed = [...incomeStatement.lines, ...balanceSheet.assets, ...balanceSheet.liabilities].flatMap(({ accounts }) => accounts);
    expect([...placed].sort()).toEqual(drawn.map(({ account }) => account).sort());
  },
  "balance leads to balance down to the net result": ({ incomeStatement: flows, sig }, drawn) => {
    const amountOf = (code: string) => sig.find((one) => one.code === code)?.amountCents;
    const result = drawn.reduce((total, { account, cents }) => (/^[67]/.test(account) ? total - cents : total), 0);
    expect([flows.netResultCents, flows.productsCents - flows.chargesCents, amountOf("resultat_net")]).toEqual([result, result, result]);
    expect(amountOf("resultat_exploitation")).toBe(flows.operatingResultCents);
    expect(amountOf("resultat_exceptionnel")).toBe(flows.exceptionalResultCents);
  },
  "self-financing is one, from the EBE or from the result": ({ sig, selfFinancingFromResult }) => {
    const fromEbe = sig.find(({ code }) => code === "capacite_autofinancement")?.trace.lines ?? [];
    expect(sum(fromEbe.map(({ amountCents }) => amountCents))).toBe(selfFinancingFromResult.totalCents);
    expect(sum(selfFinancingFromResult.lines.map(({ amountCents }) => amountCents))).toBe(selfFinancingFromResult.totalCents);
  },
  "net cash is working capital less need": ({ functionalBalance: functional }) => {
    expect(functional.workingCapitalCents - functional.needCents).toBe(functional.netCashCents);
    expect(functional.cashAssetsCents - functional.cashDebtsCents).toBe(functional.netCashCents);
    expect(functional.gapCents).toBe(0);
  },
  "nothing is divided by zero or next to nothing, and why is said": ({ ratios }) => {
    for (const { value, denominatorCents, numeratorCents, reason } of ratios) {
      expect(value === null).toBe(reason !== null);
      if (denominatorCents <= 0) expect(value).toBeNull();
      if (denominatorCents > 0 && Math.abs(numeratorCents) < denominatorCents * 2_000) expect(value).not.toBeNull();
    }
  },
  "every remark and every comment rests on something": ({ checks, comments }) => {
    for (const { restsOn, message } of [...checks, ...comments]) expect([restsOn.length > 0, message.length > 20]).toEqual([true, true]);
  },
};

it("keeps the identities of accounting, whatever balance it is given", () => {
  fc.assert(
    fc.property(drawnYear, ({ year, drawn }) => {
      const read = analysed(balance(year, drawn));
      for (const rule of Object.values(RULES)) rule(read, drawn);
    }),
    { numRuns: 120 },
  );
});

it("reads the same whatever order its rows come in", () => {
  fc.assert(
    fc.property(drawnYear, ({ year, drawn }) => {
      expect(analysed(balance(year, [...drawn].reverse()))).toEqual(analysed(balance(year, drawn)));
    }),
    { numRuns: 20 },
  );
});

it("stays exact and answers in its own shape at the largest amounts it takes", () => {
  const rows = Array.from({ length: 100 }, (_, place) =>
    row({ account: `7060${String(place).padStart(2, "0")}`, cents: -100_000_000_000 }),
  );
  const banks = rows.map((_, place) => row({ account: `5120${String(place).padStart(2, "0")}`, cents: 100_000_000_000 }));
  const year = { startsOn: "2025-01-01", endsOn: "2025-12-31" };
  const tiny = [row({ account: "101300", cents: -1 }), row({ account: "530000", cents: 1 })];
  expect(BalanceInput.safeParse({ ...year, rows: [...rows, ...banks, ...tiny] }).error?.issues[0]).toMatchObject({
    ...{ path: ["rows"], params: { code: "amounts_too_large" } },
  });
  const read = analysed(BalanceInput.parse({ ...year, rows: [...rows, ...banks] }));
  expect(Analysis.parse(read)).toEqual(read);
  expect(read.balanceSheet.totalAssetsCents).toBe(10_000_000_000_000);
  const lopsided = [row({ account: "707000", cents: -1 }), row({ account: "622600", cents: 100_000_000_000 })];
  const odd = analysed(BalanceInput.parse({ ...year, rows: [...lopsided, ...rows.slice(0, 2), ...banks.slice(0, 1)] }));
  expect(Analysis.parse(odd)).toEqual(odd);
  const margin = analysed(
    BalanceInput.parse({ ...year, rows: [row({ account: "707000", cents: -1 }), row({ account: "607000", cents: 100_000_000_000 })] }),
  );
  expect(margin.ratios.find(({ code }) => code === "taux_marge_commerciale")).toMatchObject({ value: null, reason: TINY_DENOMINATOR });
  expect(Analysis.parse(margin)).toEqual(margin);
});

it("shows exactly what a balance misses as its gap", () => {
  fc.assert(
    fc.property(drawnYear, fc.integer({ min: 1, max: 1_000_000 }), ({ year, drawn }, missing) => {
      const { balanceSheet, functionalBalance, isBalanced, resultPlace } = analysed(
        balance(year, [...drawn, { account: "512998", cents: missing }, { account: "706998", cents: -1 }]),
      );
      if (resultPlace !== "in_classes_6_and_7") return;
      expect(isBalanced).toBe(missing === 1);
      expect(balanceSheet.gapCents).toBe(missing - 1);
      expect(functionalBalance.gapCents).toBe(1 - missing);
    }),
    { numRuns: 40 },
  );
});

it("has a place for every account of both charts, on either side", () => {
  for (const year of YEARS)
    for (const cents of [100, -100]) {
      const rows = inBooks.map((number) => ({ account: paddedAccount(number), cents }));
      const unique = [...new Map(rows.map((one) => [one.account, one])).values()];
      expect(() => analysed(balance(year, unique))).not.toThrow();
    }
});
