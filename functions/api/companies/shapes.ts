import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { CompanyId } from "#domain/ids";
import { Role } from "#domain/people/role";

const dated = <Shape extends z.ZodRawShape>(shape: Shape) => z.array(z.object({ ...shape, validFrom: BusinessDate }));

export const CompanyView = z
  .object({
    id: CompanyId,
    slug: z.string(),
    name: z.string(),
    siren: z.string().nullable(),
    vatNumber: z.string().nullable(),
    /** What the VAT number of this SIREN is, when there is one. */
    vatNumberOfSiren: z.string().nullable(),
    activityCode: z.string().nullable(),
    address: z
      .object({ line1: z.string(), line2: z.string().exactOptional(), postalCode: z.string(), city: z.string(), country: z.string() })
      .nullable(),
    closesOn: z.string(),
    legalForm: dated({ value: z.string() }),
    shareCapital: dated({ valueCents: z.int() }),
    vatRegime: dated({ value: z.string() }),
    fiscalYear: dated({ closesOn: z.string() }),
    /** What the dated values are today. */
    current: z.object({ legalForm: z.string().nullable(), shareCapitalCents: z.int().nullable(), vatRegime: z.string().nullable() }),
    currency: z.literal("EUR"),
    version: z.int(),
  })
  .meta({ id: "Company" });

export const OwnCompany = z
  .object({ id: CompanyId, slug: z.string(), name: z.string(), siren: z.string().nullable(), role: Role })
  .meta({ id: "OwnCompany" });
