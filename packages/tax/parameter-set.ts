import * as z from "zod";
import { BusinessDate } from "#domain/dates";

export const UsedParameter = z
  .object({
    id: z.string(),
    label: z.string(),
    unit: z.enum(["ppm", "cents", "months", "days", "persons", "grams"]),
    chosenBy: z.enum(["year_opened_on", "year_closed_on", "operation_on", "due_on"]),
    value: z.int(),
    chosenOn: BusinessDate,
    validFrom: BusinessDate,
    validTo: BusinessDate,
    source: z.string(),
  })
  .meta({
    id: "TaxParameter",
    description: "A row of the law a result rests on: its value, the day it was chosen by, the days it is valid, and where it is written.",
  });
export type UsedParameter = z.infer<typeof UsedParameter>;

export const ParameterSet = z.object({ id: z.string(), readThrough: BusinessDate, parameters: z.array(UsedParameter) }).meta({
  id: "TaxParameterSet",
  description: "The dated law a result was computed with. `read_through`: no law is known beyond that day.",
});
export type ParameterSet = z.infer<typeof ParameterSet>;
