import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { LAW_READ_THROUGH, type Law, type Parameter, row, UNKNOWN } from "#tax/rates/dated";
import { reading } from "#tax/rates/reading";

const FOLDER = fileURLToPath(new URL("../../packages/tax/rates/", import.meta.url));

/** Years closed in 2024 may have opened in 2022; whatever the law chooses otherwise begins with 2024. */
const KNOWN_FROM = {
  year_opened_on: "2022-01-02",
  year_closed_on: "2024-01-01",
  operation_on: "2024-01-01",
  due_on: "2024-01-01",
} as const;

/** Every figure of every table in the folder, whatever file it stands in: a new table cannot be forgotten here. */
async function parameters(): Promise<readonly Parameter[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
  const modules: Record<string, unknown>[] = await Promise.all(files.map((name) => import(`${FOLDER}${name}`)));
  return modules.flatMap((module) => Object.values(module).flatMap((one) => (isLaw(one) ? Object.values(one) : [])));
}

const isLaw = (value: unknown): value is Law =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).length > 0 &&
  Object.values(value).every((one: unknown) => typeof one === "object" && one !== null && "rows" in one && "chosenBy" in one);

describe("the dated tables", async () => {
  const all = await parameters();

  it("give every figure one name", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it.each(all.map((one) => [one.id, one] as const))("%s has rows without overlap and without a hole", (_, one) => {
    const [first] = one.rows;
    const last = one.rows.at(-1);
    if (one.begins) expect(first?.from).toBe(one.begins);
    else expect((first?.from ?? "9") <= KNOWN_FROM[one.chosenBy], first?.from).toBe(true);
    expect(last?.to).toBe(one.ends ?? LAW_READ_THROUGH);
    for (const [place, { from, to, value, source }] of one.rows.entries()) {
      expect(from <= to).toBe(true);
      const next = one.rows[place + 1];
      if (next) expect(next.from).toBe(addDays(to, 1));
      expect(value === UNKNOWN || Number.isSafeInteger(value)).toBe(true);
      expect(source.length).toBeGreaterThan(5);
    }
  });
});

const LAW = {
  taux: {
    ...{ id: "essai.taux", label: "Taux", unit: "ppm", chosenBy: "operation_on" },
    rows: [
      row("2024-01-01", 200_000, "CGI art. 278", "2025-06-30"),
      row("2025-07-01", UNKNOWN, "à paraître", "2025-12-31"),
      row("2026-01-01", 210_000, "CGI art. 278"),
    ],
  },
} as const satisfies Law;

describe("a law being read", () => {
  it("gives the row of the day and remembers it with its source", () => {
    const law = reading("essai", LAW);
    expect(law.value("taux", businessDate("2025-06-30"))).toBe(200_000);
    expect(law.value("taux", businessDate("2026-01-01"))).toBe(210_000);
    expect(law.parameterSet().parameters).toMatchObject([
      { id: "essai.taux", value: 200_000, validFrom: "2024-01-01", validTo: "2025-06-30", source: "CGI art. 278" },
      { value: 210_000, chosenOn: "2026-01-01" },
    ]);
  });

  it("refuses by name a day it does not reach and a value that was not found", () => {
    const law = reading("essai", LAW);
    const refused = (on: string) => {
      try {
        return law.value("taux", businessDate(on));
      } catch (error) {
        return error instanceof Refusal ? [error.code, error.flaws[0]?.message] : error;
      }
    };
    expect(refused("2027-01-01")).toEqual(["tax.no_parameters", "no_parameters:essai.taux:2027-01-01"]);
    expect(refused("2023-12-31")).toEqual(["tax.no_parameters", "no_parameters:essai.taux:2023-12-31"]);
    expect(refused("2025-08-01")).toEqual(["tax.parameter_unknown", "parameter_unknown:essai.taux:2025-08-01"]);
  });
});
