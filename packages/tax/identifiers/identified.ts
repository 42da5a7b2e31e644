import * as z from "zod";

/** What an identifier is. `tva_ue`: a VAT number of another member state; `naf`: an activity code. */
export const IdentifierKind = z.enum(["siren", "siret", "tva", "tva_ue", "iban", "rib", "bic", "naf", "unknown"]);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

const Part = z
  .object({ code: z.string(), label: z.string(), value: z.string() })
  .meta({ id: "IdentifierPart", description: "A part of an identifier that has a meaning of its own." });
export type Part = z.infer<typeof Part>;

const SHAPE = {
  kind: IdentifierKind,
  /** What the kind is called, in French. */
  label: z.string(),
  /** Whether its check digits hold; null where the form is right and there is nothing to check, or nobody checks it. */
  valid: z.boolean().nullable(),
  /** Why it does not hold, or why nothing was checked, in French; null when it holds. */
  reason: z.string().nullable(),
  /** As it is stored: capitals, no spaces. */
  value: z.string(),
  /** As it is printed. */
  display: z.string(),
  /** What it is made of, in its order. */
  parts: z.array(Part),
};

export const Reading = z.object(SHAPE).meta({ id: "IdentifierReading", description: "One way to read a text." });
export type Reading = z.infer<typeof Reading>;

export const Identified = z.object({ ...SHAPE, candidates: z.array(Reading) }).meta({
  id: "IdentifiedText",
  description:
    "What a text is taken for, and what else it may be meant to be. Nothing is asked of any register: that a number holds does not say that it is in use.",
  examples: [
    {
      ...{ kind: "siret", label: "SIRET", valid: true, reason: null, value: "73282932000074", display: "732 829 320 00074" },
      parts: [
        { code: "siren", label: "SIREN", value: "732829320" },
        { code: "nic", label: "NIC", value: "00074" },
      ],
      candidates: [],
    },
  ],
});
export type Identified = z.infer<typeof Identified>;
