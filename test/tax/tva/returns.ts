import type * as z from "zod";
import { computeTva } from "#tax/tva/compute";
import { TvaInput } from "#tax/tva/input";
import type { TvaOperation } from "#tax/tva/operation";
import type { TvaResult } from "#tax/tva/result";

export type Operation = z.input<typeof TvaOperation>;
export type Asked = z.input<typeof TvaInput>;

/** March 2026, mainland, unless told otherwise. */
export const asked = (operations: readonly Operation[], more: Partial<Asked> = {}): TvaInput =>
  TvaInput.parse({ period: { from: "2026-03-01", to: "2026-03-31" }, operations, ...more });

export const returned = (operations: readonly Operation[], more: Partial<Asked> = {}): TvaResult => computeTva(asked(operations, more));

/** The lines of a return as `{ A1: [base, tax] }`, in whole euros; lines of zero left out. */
export const linesIn = ({ boxes }: Pick<TvaResult, "boxes">): Readonly<Record<string, readonly (number | null)[]>> =>
  Object.fromEntries(
    boxes.flatMap(({ box, baseCents, taxCents }) => (baseCents || taxCents ? [[box, [euro(baseCents), euro(taxCents)]] as const] : [])),
  );

const euro = (cents: number | null): number | null => (cents === null ? null : cents / 100);

/** One operation already added up by the books: falls into March 2026. */
export const aggregated = (kind: Operation["kind"], baseCents: number, more: Partial<Operation> = {}): Operation => ({
  ...{ id: kind, kind, baseCents, exigibleOn: "2026-03-15" },
  ...more,
});
