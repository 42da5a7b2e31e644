import { bankinCase } from "./bankin.ts";
import { bridgeCase } from "./bridge.ts";
import type { ProviderCase, ToldRow } from "./case.ts";
import { finaryCase } from "./finary.ts";

/** Every provider that the contract holds. */
export const CASES: readonly ProviderCase[] = [bridgeCase, bankinCase, finaryCase];

export const row = (id: number, fields: Partial<ToldRow> = {}): ToldRow => ({
  id: String(id),
  account: "1",
  amount: "1",
  date: "2026-11-20",
  ...fields,
});
export const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));
