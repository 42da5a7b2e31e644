import * as z from "zod";

const TraceLine = z
  .object({
    id: z.string(),
    label: z.string(),
    amountCents: z.int(),
    detail: z.string().nullable().meta({ description: "How the amount comes about, in French: `42 500,00 € × 15 %`." }),
    article: z.string().nullable(),
  })
  .meta({
    id: "TaxTraceLine",
    description: "One step of a computation: what it adds (negative: takes away), in cents, and the article it rests on.",
  });
export type TraceLine = z.infer<typeof TraceLine>;

export const Trace = z
  .object({ id: z.string(), label: z.string(), totalCents: z.int(), lines: z.array(TraceLine) })
  .meta({ id: "TaxTrace", description: "The work behind one total. Its lines add up to it, to the cent." });
export type Trace = z.infer<typeof Trace>;

/** A step; detail and article may be left out. */
export const step = (
  id: string,
  label: string,
  amountCents: number,
  more: { readonly detail?: string; readonly article?: string } = {},
): TraceLine => ({
  id,
  label,
  amountCents,
  detail: more.detail ?? null,
  article: more.article ?? null,
});

/** The trace of a total. Throws Error when its lines do not add up to it: a screen that shows its work must never show wrong work. */
export function traceOf(id: string, label: string, totalCents: number, lines: readonly TraceLine[]): Trace {
  const sum = lines.reduce((all, { amountCents }) => all + amountCents, 0);
  if (sum !== totalCents) throw new Error(`the trace ${id} adds up to ${sum}, not to ${totalCents}`);
  return { id, label, totalCents, lines: [...lines] };
}
