import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { Trace } from "../trace.ts";
import { EXAMPLE_CALENDAR } from "./example-result.ts";

/** What is to be done by the day: a declaration, a payment, both, a meeting or filing company law asks for, a change of the law. */
const Kind = z.enum(["declaration", "payment", "declaration_and_payment", "corporate", "milestone"]);

export const Obligation = z
  .object({
    id: z.string().meta({ description: "The rule and what it is done for, the same at every call: `is.acompte_1/2026-12-31`." }),
    code: z.string().meta({ description: "The rule, e.g. `is.acompte_1`." }),
    kind: Kind,
    label: z.string(),
    period: z
      .object({ label: z.string(), startsOn: BusinessDate, endsOn: BusinessDate })
      .nullable()
      .meta({ description: "What it is for: a month, a quarter, a calendar or fiscal year; null where it is for nothing but itself." }),
    nominalDate: BusinessDate.meta({ description: "The day the text names." }),
    dueDate: BusinessDate.meta({
      description: "The last day it can be done: the nominal day, or the next one on which offices work where the rule lets it move.",
    }),
    form: z.string().nullable(),
    article: z.string(),
    amountCents: z
      .int()
      .nullable()
      .meta({ description: "What is to be paid, in cents, when the profile gives what it takes. Null: unknown, never zero." }),
    trace: Trace.nullable().meta({ description: "The work behind the amount; null without one." }),
    confirmed: z
      .boolean()
      .meta({ description: "False for a day after the law is read: the date follows from today's rules, nobody published it." }),
    notices: z.array(TaxNotice),
  })
  .meta({ id: "CalendarObligation", description: "One thing to do by one day." });
export type Obligation = z.infer<typeof Obligation>;

export const Calendar = z
  .object({
    from: BusinessDate,
    to: BusinessDate,
    obligations: z.array(Obligation),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
  })
  .meta({
    id: "Calendar",
    description: "What falls due in a window, in the order of its days, and what could not be told.",
    examples: [EXAMPLE_CALENDAR],
  });
export type Calendar = z.infer<typeof Calendar>;
