import { describe, expect, it } from "vitest";
import { COMPTES_LAW, type ComptesLaw } from "#tax/rates/comptes";
import { balanceOf, type Line } from "./balances.ts";
import { analysed, TOOLS } from "./tools.ts";

/** Balances that stand exactly on the limits of the law: 5 000 of equity for 10 000 of capital; a reserve of 1 000; a profit of 6 000. */
const HALF: readonly Line[] = [
  ["101300", -10_000],
  ["119000", 5_000],
  ["512000", 5_000],
];
const FULL_RESERVE: readonly Line[] = [
  ["101300", -10_000],
  ["106100", -1_000],
  ["706000", -6_000],
  ["512000", 17_000],
];
const NO_RESERVE: readonly Line[] = [
  ["101300", -10_000],
  ["706000", -6_000],
  ["512000", 16_000],
];
const CASES = { half: HALF, fullReserve: FULL_RESERVE, noReserve: NO_RESERVE } as const;
const NAMES = ["half", "fullReserve", "noReserve"] as const;

/** Which balances each row may move. */
const MOVES: Readonly<Record<keyof ComptesLaw, readonly string[]>> = {
  capitauxPropresMinimaux: ["half"],
  reserveLegaleDotation: ["noReserve"],
  reserveLegalePlafond: ["fullReserve"],
};

const checksUnder = (law: ComptesLaw) =>
  NAMES.map((name) => JSON.stringify(analysed(balanceOf(2025, CASES[name]), {}, { ...TOOLS, isOf: null, law }).checks));

/** A law in which one figure is one part per million more. */
const raised = (name: keyof ComptesLaw): ComptesLaw => {
  const figure = COMPTES_LAW[name];
  return { ...COMPTES_LAW, [name]: { ...figure, rows: figure.rows.map((row) => ({ ...row, value: Number(row.value) + 1 })) } };
};

describe("the figures of company law", () => {
  it.each(["capitauxPropresMinimaux", "reserveLegaleDotation", "reserveLegalePlafond"] as const)(
    "%s moves what rests on it and nothing else",
    (name) => {
      const [before, after] = [checksUnder(COMPTES_LAW), checksUnder(raised(name))];
      expect(NAMES.filter((_, place) => before[place] !== after[place])).toEqual(MOVES[name]);
    },
  );

  it("stand in what the result says it rests on", () => {
    const { parameterSet } = analysed(balanceOf(2025, HALF), {}, { ...TOOLS, isOf: null });
    expect(parameterSet.parameters.map(({ id }) => id)).toEqual([
      ...["comptes.capitaux_propres_minimaux", "comptes.reserve_legale_dotation", "comptes.reserve_legale_plafond"],
    ]);
  });
});
