import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { printedAmount } from "#domain/amounts.fr";
import { SIDE_RULES } from "#tax/analysis/checks/side-rules.fr";
import { balanceOf, INDUSTRY, SERVICES, TRADE, WORKSHOP_2024 } from "./balances.ts";
import { analysed } from "./tools.ts";

const path = (from: string) => fileURLToPath(new URL(`../../../${from}`, import.meta.url));
const page = readFileSync(path("docs/tax/analyse.md"), "utf8");

const EXAMPLES = [balanceOf(2025, SERVICES), balanceOf(2025, TRADE), balanceOf(2026, INDUSTRY), balanceOf(2024, WORKSHOP_2024)];

/** Figures of an example in the order of the page's table, as it prints them. */
function figures(read: ReturnType<typeof analysed>): string[] {
  const { workingCapitalCents, needCents, netCashCents } = read.functionalBalance;
  const amounts = [
    ...read.sig.map(({ amountCents }) => amountCents),
    ...[read.balanceSheet.totalAssetsCents, workingCapitalCents, needCents, netCashCents],
    ...(read.isEstimate?.cases ?? []).map(({ isCents }) => isCents),
  ];
  return amounts.map((cents) => printedAmount(cents).replaceAll("\u202F", " ").replace(/,00$/, ""));
}

/** Rows of the table of examples: all its cells but the first. */
const printed = page
  .slice(page.indexOf("## Exemples"))
  .split("\n")
  .filter((line) => /^\| (?!\||\w+ 20|---)/.test(line))
  .map((line) => line.split("|").slice(2, -1))
  .map((cells) => cells.map((cell) => cell.trim()));

describe("the page on the analysis", () => {
  it("shows the figures the examples give, every one of them", () => {
    const columns = EXAMPLES.map((input) => figures(analysed(input)));
    expect(printed.slice(0, columns[0]?.length)).toEqual(columns[0]?.map((_, place) => columns.map((column) => column[place])));
  });

  it("names every check and every ratio", () => {
    const folder = path("packages/tax/analysis/");
    const sources = [folder, `${folder}checks/`].flatMap((from) =>
      readdirSync(from)
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(`${from}${name}`, "utf8")),
    );
    const found = sources.flatMap((text) => [...text.matchAll(/found\(\s*"(\w+)"/g)].map(([, code]) => code ?? ""));
    const ratios = analysed(balanceOf(2025, SERVICES)).ratios.map(({ code }) => code);
    expect(found.length).toBeGreaterThan(30);
    expect([...found, ...ratios, ...SIDE_RULES.map(({ code }) => code)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
