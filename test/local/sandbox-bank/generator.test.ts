import { describe, expect, test } from "vitest";
import { Iban } from "#domain/banking/account";
import { businessDate, monthOf, monthsBetween } from "#domain/dates";
import { movementsOf } from "#infra/local/sandbox-bank/generator";
import { frenchIban } from "#infra/local/sandbox-bank/iban";
import { LOAN, remainingCapital } from "#infra/local/sandbox-bank/loan";
import type { Movement } from "#infra/local/sandbox-bank/movement";
import { isWorkingDay } from "#infra/local/sandbox-bank/working-days";

const END = businessDate("2026-12-31");
const SEEDS = [20_250_102, 1, 77];
const stories = SEEDS.map((seed) => movementsOf({ seed, firstYear: 2025, company: "Atelier Horizon" }, END));
const [demo = []] = stories;
const booked = (through: string) => demo.filter(({ bookedOn }) => bookedOn <= through);
const labelled = (pattern: RegExp, list: readonly Movement[] = demo) => list.filter(({ label }) => pattern.test(label));
const total = (list: readonly Movement[]) => list.reduce((sum, { amountCents }) => sum + amountCents, 0);

describe.each(SEEDS.map((seed, index) => [seed, stories[index] ?? []] as const))("the company of seed %i", (seed, movements) => {
  test("is the same every time it is asked", () => {
    expect(movementsOf({ seed, firstYear: 2025, company: "Atelier Horizon" }, END)).toEqual(movements);
  });

  test("has between 1 900 and 2 500 movements over two years, each with a key and an amount of its own", () => {
    expect(movements.length).toBeGreaterThan(1_900);
    expect(movements.length).toBeLessThanOrEqual(2_500);
    expect(new Set(movements.map(({ key }) => key)).size).toBe(movements.length);
    expect(movements.filter(({ amountCents }) => !Number.isSafeInteger(amountCents) || amountCents === 0)).toEqual([]);
  });

  test("starts with its capital on the first working day of January, and lives every month since", () => {
    expect(movements[0]).toMatchObject({ bookedOn: "2025-01-02" });
    expect(movements.filter(({ bookedOn }) => bookedOn === "2025-01-02").some(({ label }) => label.includes("CAPITAL SOCIAL"))).toBe(true);
    expect([...new Set(movements.map(({ bookedOn }) => monthOf(bookedOn)))].slice(0, 24)).toEqual(
      monthsBetween(businessDate("2025-01-01"), END),
    );
  });

  test("has money at the end of nearly every month, and never a debt on its savings", () => {
    const ends = monthsBetween(businessDate("2025-01-01"), END).map((month) =>
      movements.filter(({ bookedOn }) => monthOf(bookedOn) <= month),
    );
    expect(ends.filter((list) => total(list.filter(({ account }) => account === "checking")) < 0).length).toBeLessThanOrEqual(1);
    expect(ends.filter((list) => total(list.filter(({ account }) => account === "savings")) < 0)).toEqual([]);
  });

  test("moves money between its own accounts on both sides, the same day, to the cent", () => {
    const own = movements.filter(({ label }) => label.includes("ATELIER HORIZON"));
    expect(own.length).toBeGreaterThan(10);
    const bySide = (account: string) =>
      own.filter((movement) => movement.account === account).map(({ bookedOn, amountCents }) => [bookedOn, Math.abs(amountCents)]);
    expect(bySide("checking")).toEqual(bySide("savings"));
    expect(total(own)).toBe(0);
  });

  test("books on days when banks work", () => {
    expect(movements.filter(({ bookedOn }) => !isWorkingDay(bookedOn))).toEqual([]);
  });
});

test("asking further ahead only adds movements", () => {
  const earlier = movementsOf({ seed: SEEDS[0] ?? 0, firstYear: 2025, company: "Atelier Horizon" }, businessDate("2026-03-31"));
  const keys = new Set(earlier.map(({ key }) => key));
  expect(demo.filter(({ key }) => keys.has(key))).toEqual([...earlier].sort((left, right) => demo.indexOf(left) - demo.indexOf(right)));
});

test("two years of the demo know every kind of row a French company meets", () => {
  const kinds: readonly [RegExp, number][] = [
    [/^VIR SEPA RECU /, 150],
    [/^VIR INST RE /, 40],
    [/^PRLV SEPA /, 300],
    [/^VIR SEPA EMIS /, 150],
    [/^(CARTE|CB\*|PAIEMENT PSC) ?/, 600],
    [/^VIR SEPA SALAIRE /, 80],
    [/URSSAF/, 23],
    [/PASDSN/, 23],
    [/AGIRC ARRCO/, 23],
    [/LOYER SCI/, 24],
    [/TVA-\d{6}-3310CA3/, 20],
    [/ACOMPTE IS 2571/, 4],
    [/SOLDE IS 2572/, 1],
    [/CFE 2026/, 1],
    [/CREDIT TVA/, 1],
    [/^DEBLOCAGE PRET/, 1],
    [/^ECH PRET/, 23],
    [/^REM CHQ/, 20],
    [/^REMISE CB/, 150],
    [/^RETRAIT DAB/, 10],
    [/^(COTISATION|FRAIS|COMMISSION)/, 80],
    [/^INTERETS/, 1],
    [/^CHEQUE/, 3],
    [/REMB|REMBT|AVOIR/, 5],
  ];
  expect(kinds.filter(([pattern, least]) => labelled(pattern).length < least).map(([pattern]) => pattern.source)).toEqual([]);
  expect(new Set(labelled(/^VIR (SEPA RECU|INST RE)/).map(({ clean }) => clean)).size).toBeGreaterThanOrEqual(25);
});

test("VAT paid for a month is the VAT its movements carry, in whole euros", () => {
  const due = Math.round(total(booked("2026-12-31").filter(({ key, vat }) => key.startsWith("2026-02/") && vat !== undefined)) / 600) * 100;
  expect(labelled(/TVA-022026-3310CA3/).map(({ amountCents }) => amountCents)).toEqual([-due]);
});

test("a company pays no corporate tax instalment and no CFE in its first year (CGI art. 1668 and 1478 II)", () => {
  expect(labelled(/ IS 257|CFE/, booked("2025-12-31"))).toEqual([]);
  expect(labelled(/ACOMPTE IS/).map(({ bookedOn }) => bookedOn)).toEqual(["2026-03-16", "2026-06-15", "2026-09-15", "2026-12-15"]);
});

test("the loan is repaid by its last instalment", () => {
  expect(remainingCapital(0)).toBe(LOAN.capitalCents);
  expect(remainingCapital(12)).toBeLessThan(remainingCapital(11));
  expect(remainingCapital(LOAN.instalments)).toBeLessThan(LOAN.instalmentCents);
});

test("IBANs carry a right key", () => {
  for (const account of ["1", "41234561", "99999999999"]) expect(Iban.safeParse(frenchIban(account)).success).toBe(true);
});
