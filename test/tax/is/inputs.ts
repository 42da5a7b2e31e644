import type * as z from "zod";
import { IsInput } from "#tax/is/input";
import type { DatedRow, Law } from "#tax/rates/dated";
import { IS_LAW, type IsFigure } from "#tax/rates/is";

/** A small company in every respect: the reduced rate is hers by right. */
export const SMALL = {
  turnoverCents: 100_000_000,
  capitalFullyPaidUp: true,
  holders: [{ kind: "natural_person", sharePpm: 1_000_000 }],
  lossesCents: 0,
  instalmentsPaidCents: 0,
} as const satisfies Partial<z.input<typeof IsInput>>;

/** A company owned by others: no reduced rate, no exemption. */
export const LARGE = { ...SMALL, turnoverCents: 5_000_000_000, holders: [] } as const satisfies Partial<z.input<typeof IsInput>>;

type Given = Partial<z.input<typeof IsInput>>;

/** The year 2025 with a result in euros, and whatever else is told. */
export const year2025 = (resultEuros: number, more: Given = {}): IsInput =>
  IsInput.parse({ openedOn: "2025-01-01", closedOn: "2025-12-31", accountingResultCents: resultEuros * 100, ...more });

/** Any year. */
export const yearOf = (openedOn: string, closedOn: string, resultEuros: number, more: Given = {}): IsInput =>
  IsInput.parse({ openedOn, closedOn, accountingResultCents: resultEuros * 100, ...more });

/** The law with other rows for one figure: what an example of another time was computed with. */
export const lawWith = (figure: IsFigure, change: (row: DatedRow) => DatedRow): Law<IsFigure> => ({
  ...IS_LAW,
  [figure]: { ...IS_LAW[figure], rows: IS_LAW[figure].rows.map(change) },
});

export const lawOf = (values: Partial<Record<IsFigure, number>>): Law<IsFigure> => {
  const changed = Object.entries(values).map(([figure, value]) => {
    const parameter = Object.entries(IS_LAW).find(([name]) => name === figure)?.[1];
    if (!parameter) throw new Error(`no figure ${figure}`);
    return [figure, { ...parameter, rows: parameter.rows.map((row) => ({ ...row, value })) }] as const;
  });
  return { ...IS_LAW, ...Object.fromEntries(changed) };
};
