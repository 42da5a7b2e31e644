import type { BusinessDate } from "../dates.ts";

/** Something to be done by a day, as the tax calendar tells it, in French: `dueDate` is the last day it can be done, notices say what is not certain about it. */
export type Deadline = {
  /** The rule and what it is done for, the same at every reading. */
  readonly id: string;
  readonly kind: "declaration" | "payment" | "declaration_and_payment" | "corporate" | "milestone";
  readonly label: string;
  readonly period: { readonly label: string } | null;
  readonly dueDate: BusinessDate;
  readonly form: string | null;
  readonly article: string;
  readonly amountCents: number | null;
  readonly notices: readonly { readonly message: string }[];
};
