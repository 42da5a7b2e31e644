import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { Refusal } from "#domain/refusals";
import { UNKNOWN } from "#tax/rates/dated";
import { TVA_REGIME_LAW, type TvaRegimeLaw } from "#tax/rates/tva-regimes";
import { simplifiedInstalments, tvaRegime } from "#tax/tva/regime";
import { TvaRegimeInput, TvaRegimeResult } from "#tax/tva/regime-input";

type Asked = z.input<typeof TvaRegimeInput>;

const regimeOf = (asked: Asked, law?: TvaRegimeLaw) => TvaRegimeResult.parse(tvaRegime(TvaRegimeInput.parse(asked), law));
/** `franchise 2026-01-01` … */
const stepsOf = (asked: Asked) => regimeOf(asked).steps.map(({ regime, from }) => `${regime} ${from}`);
const services = (euros: number) => ({ servicesCents: euros * 100 });
const goods = (euros: number) => ({ goodsCents: euros * 100 });
const refused = (asked: Asked) => {
  try {
    return regimeOf(asked);
  } catch (error) {
    return error instanceof Refusal ? [error.code, error.flaws[0]?.pointer] : error;
  }
};

describe("the franchise of 2025 and 2026", () => {
  it.each([2025, 2026])("of %i is lost on 1 January when the year before exceeded the limit", (year) => {
    const from = (lastYear: Asked["lastYear"]) => stepsOf({ year, lastYear })[0];
    expect(from(services(37_500))).toBe(`franchise ${year}-01-01`);
    expect(from(services(37_501))).toBe(`simplified ${year}-01-01`);
    expect(from(goods(85_000))).toBe(`franchise ${year}-01-01`);
    expect(from(goods(85_001))).toBe(`simplified ${year}-01-01`);
  });

  it("counts all turnover against the limit of goods and services against theirs", () => {
    expect(stepsOf({ year: 2026, lastYear: { ...goods(50_000), ...services(35_000) } })).toEqual(["franchise 2026-01-01"]);
    expect(stepsOf({ year: 2026, lastYear: { ...goods(50_001), ...services(35_000) } })).toEqual(["simplified 2026-01-01"]);
    expect(stepsOf({ year: 2026, lastYear: { ...goods(10_000), ...services(37_501) } })).toEqual(["simplified 2026-01-01"]);
  });

  it("gives lawyers and authors limits of their own, for their trade and for the rest", () => {
    const of = (regulated: number, other: number) =>
      stepsOf({ year: 2026, lastYear: { regulatedCents: regulated * 100, servicesCents: other * 100 } })[0]?.split(" ")[0];
    expect([of(50_000, 35_000), of(50_001, 0), of(50_000, 35_001)]).toEqual(["franchise", "simplified", "simplified"]);
  });

  it("lasts the year its limit is exceeded in, and ends on the next 1 January", () => {
    const { steps, franchiseEndsOn } = regimeOf({ year: 2025, lastYear: services(30_000), thisYear: services(41_250) });
    expect(steps.map(({ regime }) => regime)).toEqual(["franchise"]);
    expect(franchiseEndsOn).toBe("2026-01-01");
    expect(regimeOf({ year: 2025, lastYear: services(30_000), thisYear: services(37_500) }).franchiseEndsOn).toBeNull();
    expect(regimeOf({ year: 2026, lastYear: services(30_000), thisYear: services(40_000) }).franchiseEndsOn).toBe("2027-01-01");
  });

  it("is lost on the very day the raised limit is exceeded", () => {
    const asked = { year: 2026, lastYear: services(30_000), thisYear: services(41_251), raisedExceededOn: "2026-09-17" };
    expect(stepsOf(asked)).toEqual(["franchise 2026-01-01", "simplified 2026-09-17"]);
    expect(refused({ ...asked, raisedExceededOn: null })).toEqual(["request.invalid", "/raised_exceeded_on"]);
    expect(refused({ ...asked, raisedExceededOn: "2025-09-17" })).toEqual(["request.invalid", "/raised_exceeded_on"]);
  });

  it("puts the turnover of the year a company began in on twelve months", () => {
    expect(stepsOf({ year: 2026, startedOn: "2025-07-01", lastYear: services(18_904) })).toEqual(["franchise 2026-01-01"]);
    expect(stepsOf({ year: 2026, startedOn: "2025-07-01", lastYear: services(18_905) })).toEqual(["simplified 2026-01-01"]);
    expect(stepsOf({ year: 2026, startedOn: "2025-07-01", lastYear: goods(480_000) })).toEqual(["simplified 2026-01-01"]);
    const steps = regimeOf({ year: 2026, startedOn: "2025-07-01", lastYear: goods(480_000) }).steps;
    expect(steps[0]?.reason).toContain("Premier dépassement");
    expect(regimeOf({ year: 2025, startedOn: "2025-07-01", thisYear: services(18_905) }).franchiseEndsOn).toBe("2026-01-01");
  });

  it("is given up by option from the first day of its month", () => {
    expect(stepsOf({ year: 2026, lastYear: services(1_000), optedForTaxOn: "2026-05-20" })).toEqual([
      "franchise 2026-01-01",
      "simplified 2026-05-01",
    ]);
    expect(stepsOf({ year: 2026, lastYear: services(1_000), optedForTaxOn: "2024-05-20" })).toEqual(["simplified 2026-01-01"]);
  });

  it("is the rule for a company that begins", () => {
    expect(stepsOf({ year: 2026, startedOn: "2026-04-10" })).toEqual(["franchise 2026-04-10"]);
  });
});

describe("the franchise of 2024", () => {
  it("survives one year between the two limits, not two, and not beyond the raised one", () => {
    const of = (before: number, last: number) => stepsOf({ year: 2024, yearBeforeLast: services(before), lastYear: services(last) })[0];
    expect(of(36_800, 39_100)).toBe("franchise 2024-01-01");
    expect(of(36_801, 39_100)).toBe("simplified 2024-01-01");
    expect(of(36_800, 39_101)).toBe("simplified 2024-01-01");
  });

  it("is lost from the first day of the month the raised limit is exceeded in", () => {
    expect(stepsOf({ year: 2024, lastYear: goods(80_000), thisYear: goods(101_001), raisedExceededOn: "2024-09-17" })).toEqual([
      "franchise 2024-01-01",
      "simplified 2024-09-01",
    ]);
  });

  it("ends on 1 January 2025 by the limits of 2025, lower for goods and higher for services", () => {
    expect(regimeOf({ year: 2024, thisYear: goods(85_001) }).franchiseEndsOn).toBe("2025-01-01");
    expect(regimeOf({ year: 2024, thisYear: services(37_500) }).franchiseEndsOn).toBeNull();
  });
});

describe("the simplified regime", () => {
  const of = (asked: Asked) => regimeOf(asked).steps.at(-1);

  it.each([
    [2025, 840_000, 925_000, 254_000, 287_000],
    [2026, 945_000, 1_040_000, 286_000, 323_000],
  ])("of %i holds to %i (%i in the year) for goods, %i (%i) for services", (year, limit, tolerance, servicesLimit, servicesTolerance) => {
    expect(of({ year, lastYear: goods(limit), yearBeforeLast: goods(limit + 1) })?.regime).toBe("simplified");
    expect(of({ year, lastYear: goods(limit + 1), yearBeforeLast: goods(limit + 1) })?.regime).toBe("normal");
    expect(of({ year, lastYear: goods(limit + 1), yearBeforeLast: goods(limit) })?.regime).toBe("simplified");
    expect(of({ year, lastYear: goods(limit), thisYear: goods(tolerance) })?.regime).toBe("simplified");
    expect(of({ year, lastYear: goods(limit), thisYear: goods(tolerance + 1), raisedExceededOn: `${year}-02-01` })?.regime).toBe("normal");
    expect(of({ year, lastYear: services(servicesLimit), yearBeforeLast: services(1) })?.regime).toBe("simplified");
    expect(of({ year, lastYear: services(servicesLimit + 1), yearBeforeLast: services(servicesLimit + 1) })?.regime).toBe("normal");
    expect(
      of({ year, lastYear: services(servicesLimit), thisYear: services(servicesTolerance + 1), raisedExceededOn: `${year}-02-01` })?.regime,
    ).toBe("normal");
  });

  it("supposes a second excess when the year before last is not known, and says so", () => {
    expect(of({ year: 2026, lastYear: goods(945_001) })).toMatchObject({
      regime: "normal",
      reason: expect.stringContaining("est supposé"),
    });
  });

  it("is closed above 15 000 € of TVA, to intra-EU acquisitions and imports, and by option", () => {
    const lastYear = goods(300_000);
    expect(of({ year: 2026, lastYear, taxDueLastYearCents: 1_500_000 })).toMatchObject({ regime: "simplified", filing: "yearly" });
    expect(of({ year: 2026, lastYear, taxDueLastYearCents: 1_500_100 })).toMatchObject({ regime: "normal", filing: "monthly" });
    expect(of({ year: 2026, lastYear, intraEuAcquisitionsOrImports: true, taxDueLastYearCents: 399_999 })).toMatchObject({
      ...{ regime: "normal", filing: "monthly_or_quarterly" },
    });
    expect(of({ year: 2026, lastYear, optedForNormal: true, taxDueLastYearCents: 400_000 })).toMatchObject({ filing: "monthly" });
  });

  it("pays 55 % in July and 40 % in December of last year's tax, nothing below 1 000 €", () => {
    expect(simplifiedInstalments(2_600_000, 2026)).toEqual({ julyCents: 1_430_000, decemberCents: 1_040_000 });
    expect(simplifiedInstalments(1_000_000, 2026)).toEqual({ julyCents: 550_000, decemberCents: 400_000 });
    expect(simplifiedInstalments(99_999, 2026)).toEqual({ julyCents: 0, decemberCents: 0 });
    expect(simplifiedInstalments(100_000, 2025)).toEqual({ julyCents: 55_000, decemberCents: 40_000 });
    expect(simplifiedInstalments(123_450, 2024)).toEqual({ julyCents: 67_900, decemberCents: 49_400 });
  });
});

it("refuses 2027 by name", () => {
  expect(refused({ year: 2027, lastYear: goods(1) })).toEqual(["tax.no_parameters", ""]);
  expect(refused({ year: 2027 })).toEqual(["tax.no_parameters", ""]);
  expect(() => simplifiedInstalments(200_000, 2027)).toThrow(Refusal);
});

it("tells what it assumed and that the simplified regime ends", () => {
  expect(regimeOf({ year: 2026 }).notices.map(({ code }) => code)).toEqual(["last_year_unknown", "tax_due_unknown", "simplified_ends"]);
});

/** Every limit at its very edge, so that one euro less moves the answer that rests on it. */
const EDGES: Readonly<Record<keyof TvaRegimeLaw, (year: number, euros: number) => Asked>> = {
  franchiseGoods: (year, euros) => ({ year, lastYear: goods(euros), yearBeforeLast: goods(euros + 100_000) }),
  franchiseGoodsRaised: (year, euros) => ({ year, lastYear: goods(1), thisYear: goods(euros), raisedExceededOn: `${year}-06-10` }),
  franchiseServices: (year, euros) => ({ year, lastYear: services(euros), yearBeforeLast: services(euros + 100_000) }),
  franchiseServicesRaised: (year, euros) => ({ year, lastYear: goods(1), thisYear: services(euros), raisedExceededOn: `${year}-06-10` }),
  franchiseSpecific: (year, euros) => ({ year, lastYear: { regulatedCents: euros * 100 }, yearBeforeLast: { regulatedCents: 99_999_900 } }),
  franchiseSpecificRaised: (year, euros) => ({ year, thisYear: { regulatedCents: euros * 100 }, raisedExceededOn: `${year}-06-10` }),
  franchiseSpecificOther: (year, euros) => ({
    ...{ year, lastYear: { regulatedCents: 1, ...services(euros) } },
    yearBeforeLast: { regulatedCents: 99_999_900 },
  }),
  franchiseSpecificOtherRaised: (year, euros) => ({
    ...{ year, thisYear: { regulatedCents: 1, ...services(euros) }, raisedExceededOn: `${year}-06-10` },
  }),
  simplifiedGoods: (year, euros) => ({ year, lastYear: goods(euros), yearBeforeLast: goods(90_000_000) }),
  simplifiedGoodsRaised: (year, euros) => ({ year, lastYear: goods(200_000), thisYear: goods(euros), raisedExceededOn: `${year}-01-01` }),
  simplifiedServices: (year, euros) => ({ year, lastYear: services(euros), yearBeforeLast: services(90_000_000) }),
  simplifiedServicesRaised: (year, euros) => ({
    year,
    lastYear: services(200_000),
    thisYear: services(euros),
    raisedExceededOn: `${year}-01-01`,
  }),
  simplifiedTax: (year, euros) => ({ year, lastYear: goods(200_000), taxDueLastYearCents: euros * 100 }),
  quarterlyTax: (year, euros) => ({ year, lastYear: goods(200_000), optedForNormal: true, taxDueLastYearCents: (euros - 1) * 100 }),
  instalmentJuly: (year) => ({ year, taxDueLastYearCents: 500_000 }),
  instalmentDecember: (year) => ({ year, taxDueLastYearCents: 500_000 }),
  instalmentMinimum: (year) => ({ year, taxDueLastYearCents: 100_000 }),
};

const isName = (name: string): name is keyof TvaRegimeLaw => name in TVA_REGIME_LAW;
const NAMES = Object.keys(TVA_REGIME_LAW).flatMap((name) => (isName(name) ? [name] : []));

/** Steps and instalments of one question, without what only tells which rows were read. */
const outcome = (asked: Asked, law: TvaRegimeLaw): string => {
  const { steps, franchiseEndsOn } = regimeOf(asked, law);
  const instalments = simplifiedInstalments(asked.taxDueLastYearCents ?? 0, asked.year, law);
  return JSON.stringify({ steps: steps.map(({ regime, filing, from }) => [regime, filing, from]), franchiseEndsOn, instalments });
};

describe("a limit that changes by a euro", () => {
  const rows = NAMES.flatMap((name) => TVA_REGIME_LAW[name].rows.map(({ from }) => [name, from] as const));

  it.each(rows)("moves the company that stands at it and nobody at another one: %s from %s", (name, from) => {
    const year = from < "2025" ? 2024 : Number(from.slice(0, 4));
    const parameter = TVA_REGIME_LAW[name];
    const changed = parameter.rows.map((row) =>
      row.from === from && row.value !== UNKNOWN ? { ...row, value: row.value + step(name) } : row,
    );
    const law = { ...TVA_REGIME_LAW, [name]: { ...parameter, rows: changed } };
    const moved = NAMES.filter((one) => {
      const asked = EDGES[one](year, limitOf(one, year));
      return outcome(asked, law) !== outcome(asked, TVA_REGIME_LAW);
    });
    expect(moved).toContain(name);
    expect(moved.filter((one) => one !== name && !ALSO[name]?.includes(one))).toEqual([]);
  });
});

/** A euro less of a limit; a thousandth of a share; a euro more of what dispenses. */
const step = (name: string): number => (name === "instalmentMinimum" ? 100 : name.startsWith("instalment") ? 1_000 : -100);

const limitOf = (name: keyof TvaRegimeLaw, year: number): number => {
  const value = TVA_REGIME_LAW[name].rows.find(({ from, to }) => from <= `${year}-01-01` && `${year}-01-01` <= to)?.value;
  return typeof value === "number" ? value / 100 : 0;
};

/** Instalments show in every question that owes tax: their shares move those too. */
const OWING: readonly (keyof TvaRegimeLaw)[] = [
  "simplifiedTax",
  "quarterlyTax",
  "instalmentJuly",
  "instalmentDecember",
  "instalmentMinimum",
];
const ALSO: Readonly<Partial<Record<keyof TvaRegimeLaw, readonly (keyof TvaRegimeLaw)[]>>> = {
  instalmentJuly: OWING,
  instalmentDecember: OWING,
};
