import { type Parameter, row } from "./dated.ts";

/** A figure of company law that accounts are held against, chosen by the day the year closed. Parts per million. */
const figure = (id: string, label: string, ppm: number, source: string): Parameter => ({
  ...{ id: `comptes.${id}`, label, unit: "ppm", chosenBy: "year_closed_on" },
  rows: [row("2024-01-01", ppm, source)],
});

/** Parts of the capital and of the profit that company law names (code de commerce), 2024-2026. */
export const COMPTES_LAW = {
  capitauxPropresMinimaux: figure(
    "capitaux_propres_minimaux",
    "Part du capital social sous laquelle les associés doivent être consultés",
    500_000,
    "C. com. art. L223-42, L225-248",
  ),
  reserveLegaleDotation: figure("reserve_legale_dotation", "Part du bénéfice à porter à la réserve légale", 50_000, "C. com. art. L232-10"),
  reserveLegalePlafond: figure(
    "reserve_legale_plafond",
    "Part du capital que la réserve légale doit atteindre",
    100_000,
    "C. com. art. L232-10",
  ),
} as const satisfies Readonly<Record<string, Parameter>>;

export type ComptesLaw = Readonly<Record<keyof typeof COMPTES_LAW, Parameter>>;
