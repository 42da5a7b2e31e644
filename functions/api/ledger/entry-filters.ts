import * as z from "zod";
import { listQuery } from "#runtime/list";
import { YearChoice } from "#runtime/year-choice";

/** What entries a list asks for. */
export const EntryFilters = listQuery({ ...YearChoice, status: z.enum(["validated", "draft"]).default("validated") });
