import type { BusinessDate } from "#domain/dates";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import type { DeductionKind, TvaOperation } from "./operation.ts";

const PPM = 1_000_000;
const HUNDREDTH = 10_000;

const SHARES: Readonly<Partial<Record<DeductionKind, keyof TvaLaw>>> = {
  fuel_diesel_car: "partGazoleTourisme",
  fuel_diesel_utility: "partGazoleUtilitaire",
  fuel_petrol_car: "partEssenceTourisme",
  fuel_petrol_utility: "partEssenceUtilitaire",
  fuel_gas: "partGaz",
  passenger_car: "partVoiture",
  lodging: "partLogement",
  passenger_transport: "partTransport",
};

/**
 * Coefficient d'admission of a purchase, in parts per million (CGI ann. II art. 206, IV), on the day the right to deduct arises.
 * `giftLimitCents`: the limit of a gift (VAT included) to use instead of the law's row, when the caller knows it.
 */
export function admissionOf(
  { deduction, giftUnitCents }: Pick<TvaOperation, "deduction" | "giftUnitCents">,
  on: BusinessDate,
  giftLimitCents: number | null,
  read: Reading<keyof TvaLaw>,
): number {
  if (deduction === "none") return 0;
  if (deduction === "gift") return (giftUnitCents ?? 0) <= (giftLimitCents ?? read.value("cadeauLimite", on)) ? PPM : 0;
  const share = SHARES[deduction];
  return share ? read.value(share, on) : PPM;
}

/**
 * Coefficient de déduction: assujettissement x taxation x admission (each ppm, hundredths), the product rounded up to the hundredth again
 * (CGI ann. II art. 206, V, 2; BOI-TVA-DED-20-10-40 § 1). Parts per million.
 */
export function deductionCoefficientPpm(businessUsePpm: number, taxationPpm: number, admissionPpm: number): number {
  const product = BigInt(businessUsePpm) * BigInt(taxationPpm) * BigInt(admissionPpm);
  const hundredth = BigInt(HUNDREDTH) * BigInt(PPM) * BigInt(PPM);
  return Number((product + hundredth - 1n) / hundredth) * HUNDREDTH;
}

/**
 * Coefficient de taxation forfaitaire: turnover that opens the right to deduct over all turnover, in parts per million, rounded up to the
 * hundredth (CGI ann. II art. 206, III, 3). Throws RangeError on amounts that make no proportion.
 */
export function taxationCoefficientPpm(deductibleTurnoverCents: number, turnoverCents: number): number {
  if (turnoverCents <= 0 || deductibleTurnoverCents < 0 || deductibleTurnoverCents > turnoverCents)
    throw new RangeError(`no coefficient: ${deductibleTurnoverCents} of ${turnoverCents}`);
  const [part, whole] = [BigInt(deductibleTurnoverCents) * 100n, BigInt(turnoverCents)];
  return Number((part + whole - 1n) / whole) * HUNDREDTH;
}
