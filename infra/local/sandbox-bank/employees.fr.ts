/** People paid by the made-up company: `fromMonth` counts from its first month. */
export type Employee = { readonly name: string; readonly fromMonth: number; readonly netCents: number; readonly grossCents: number };

export const EMPLOYEES: readonly Employee[] = [
  { name: "MARTIN CAMILLE", fromMonth: 0, netCents: 262_040, grossCents: 345_000 },
  { name: "NGUYEN THOMAS", fromMonth: 0, netCents: 218_315, grossCents: 285_000 },
  { name: "BENALI SAMIA", fromMonth: 1, netCents: 196_472, grossCents: 255_000 },
  { name: "LE BRIS GWENAEL", fromMonth: 4, netCents: 181_227, grossCents: 232_000 },
  { name: "FERREIRA LUIS", fromMonth: 14, netCents: 174_660, grossCents: 222_500 },
];
