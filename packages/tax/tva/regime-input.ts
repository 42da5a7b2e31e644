import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { TaxDay } from "../tax-day.ts";

const AMOUNT_MAX = 10_000_000_000_000;
const Amount = z.int().min(0).max(AMOUNT_MAX);

const Turnover = z
  .strictObject({ goodsCents: Amount.default(0), servicesCents: Amount.default(0), regulatedCents: Amount.default(0) })
  .meta({
    id: "TvaTurnover",
    description:
      "Turnover of a calendar year made in France, cents, excluding tax: goods (with meals and lodging), other services, and what lawyers, authors and performers earn in their own trade.",
  });
export type Turnover = z.infer<typeof Turnover>;

export const TvaRegimeInput = z
  .strictObject({
    year: z.int().min(2000).max(2099),
    startedOn: TaxDay.nullable().default(null),
    lastYear: Turnover.nullable().default(null).meta({ description: "The year before, and the one before it." }),
    yearBeforeLast: Turnover.nullable().default(null),
    thisYear: Turnover.nullable().default(null),
    raisedExceededOn: TaxDay.nullable().default(null).meta({ description: "The day a raised limit of the franchise was exceeded." }),
    optedForTaxOn: TaxDay.nullable()
      .default(null)
      .meta({ description: "Option to pay TVA (CGI art. 293 F), from the first day of its month." }),
    optedForNormal: z.boolean().default(false),
    taxDueLastYearCents: Amount.nullable().default(null).meta({ description: "TVA due for the year before." }),
    intraEuAcquisitionsOrImports: z.boolean().default(false),
    taxDueBeforeAssetsCents: Amount.nullable().default(null).meta({
      description:
        "TVA due for the year before, before deducting that on fixed assets: what the instalments of the simplified regime are counted on.",
    }),
  })
  .meta({
    id: "TvaRegimeInput",
    description: "What decides how a company declares TVA in a calendar year. Null: not known, or no activity then.",
  });
export type TvaRegimeInput = z.infer<typeof TvaRegimeInput>;

export const RegimeStep = z
  .object({
    regime: z.enum(["franchise", "simplified", "normal"]),
    filing: z.enum(["none", "yearly", "monthly", "monthly_or_quarterly"]),
    from: BusinessDate,
    reason: z.string(),
    article: z.string(),
  })
  .meta({ id: "TvaRegimeStep", description: "A regime from a day on, until the next one, and why." });
export type RegimeStep = z.infer<typeof RegimeStep>;

export const TvaRegimeResult = z
  .object({
    year: z.int(),
    steps: z.array(RegimeStep),
    franchiseEndsOn: BusinessDate.nullable().meta({
      description: "The first day of TVA in the next year, when this year's turnover already ends the franchise then.",
    }),
    instalments: z
      .object({ julyCents: z.int(), decemberCents: z.int() })
      .nullable()
      .meta({ description: "Instalments of a year under the simplified regime, whole euros; null without the tax they are counted on." }),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
  })
  .meta({ id: "TvaRegime", description: "The regimes of a calendar year in the order of their days, and what is known of the next year." });
export type TvaRegimeResult = z.infer<typeof TvaRegimeResult>;
