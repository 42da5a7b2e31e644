import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { ofPpm } from "../arithmetic.ts";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import type { Priced } from "./amounts.ts";
import { admissionOf, deductionCoefficientPpm } from "./deduction.ts";
import type { Part } from "./exigibility.ts";
import type { TvaInput } from "./input.ts";
import type { TvaOperation } from "./operation.ts";
import type { Treatment } from "./treatment.ts";

/** What an operation, or the caller, adds to a line. Cents, not rounded. */
export type Entry = { readonly box: string; readonly baseCents: number; readonly taxCents: number };

/** An operation on its way into a return. `pointer`: where it stands in the request. */
export type Declaring = {
  readonly operation: TvaOperation;
  readonly treatment: Treatment;
  readonly priced: Priced;
  readonly input: TvaInput;
  readonly read: Reading<keyof TvaLaw>;
  readonly pointer: string;
};

const base = (box: string, baseCents: number): Entry => ({ box, baseCents, taxCents: 0 });
const tax = (box: string, taxCents: number): Entry => ({ box, baseCents: 0, taxCents });

/** The lines a share of an operation that falls into the period goes to, and the tax it gives to deduct (null: none by nature). */
export function entriesOf(
  part: Part & { readonly on: BusinessDate },
  { operation, treatment, priced, input, read, pointer }: Declaring,
): { readonly entries: readonly Entry[]; readonly deductibleCents: number | null } {
  const deductible = treatment.deducts ? ofPpm(part.taxCents, coefficientOf(part.on, operation, input, read)) : null;
  if (treatment.undoes === "sale") return { entries: customerCredit(part, operation, priced, input), deductibleCents: null };
  if (treatment.undoes === "purchase")
    return { entries: [supplierCredit(deductible ?? 0, operation, input)], deductibleCents: -(deductible ?? 0) };
  return {
    entries: [
      ...turnover(part, treatment, priced),
      ...due(part, operation, treatment, priced, pointer),
      ...deducted(deductible, operation),
    ],
    deductibleCents: deductible,
  };
}

const coefficientOf = (on: BusinessDate, operation: TvaOperation, input: TvaInput, read: Reading<keyof TvaLaw>): number =>
  deductionCoefficientPpm(operation.businessUsePpm, input.taxationCoefficientPpm, admissionOf(operation, on, input.giftLimitCents, read));

/** Where no TVA applies, a sale is not taxable and a purchase shows nowhere. */
function turnover({ baseCents }: Part, { turnover: box, due: dueOn, deducts }: Treatment, { box: rateBox }: Priced): readonly Entry[] {
  if (box === null) return [];
  if (dueOn === "none" || rateBox !== null) return [base(box, baseCents)];
  return deducts ? [] : [base("E2", baseCents)];
}

function due(part: Part, { kind }: TvaOperation, treatment: Treatment, priced: Priced, pointer: string): readonly Entry[] {
  if (treatment.due === "none" || priced.box === null) return [];
  const box = treatment.due === "import" ? priced.importBox : priced.box;
  if (box === null) throw new Refusal("request.invalid", { flaws: [{ pointer: `${pointer}/rate_ppm`, message: "rate_not_in_force" }] });
  const { baseCents, taxCents } = part;
  return [{ box, baseCents, taxCents }, ...(kind === "intra_eu_acquisition" ? [tax("17", taxCents)] : [])];
}

function deducted(deductibleCents: number | null, { asset, kind }: TvaOperation): readonly Entry[] {
  if (deductibleCents === null || deductibleCents === 0) return [];
  return [tax(asset ? "19" : "20", deductibleCents), ...(kind === "import" ? [tax("24", deductibleCents)] : [])];
}

/**
 * Credit notes to customers: base on B5 (F8 when it bore no tax) and tax on line 21, as the administration wants it, or less sales; lost
 * claims on line 21 alone (CGI art. 272, 1).
 */
function customerCredit(
  { baseCents, taxCents }: Part,
  { kind }: TvaOperation,
  { box }: Priced,
  { saleCreditNotes }: TvaInput,
): readonly Entry[] {
  if (box === null) return [base("F8", baseCents)];
  if (kind === "bad_debt") return [tax("21", taxCents)];
  if (saleCreditNotes === "line_21") return [base("B5", baseCents), tax("21", taxCents)];
  return [base("A1", -baseCents), { box, baseCents: -baseCents, taxCents: -taxCents }];
}

const supplierCredit = (deductibleCents: number, { asset }: TvaOperation, { purchaseCreditNotes }: TvaInput): Entry =>
  purchaseCreditNotes === "line_15" ? tax("15", deductibleCents) : tax(asset ? "19" : "20", -deductibleCents);
