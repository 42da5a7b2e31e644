import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { ofPpm, prorated } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import type { Adjustment, CarDepreciation, CurrentAccountInterest } from "./adjustment.ts";
import { KINDS } from "./adjustment-kinds.fr.ts";
import { CAPITAL_NOT_PAID, carDetail, interestDetail, shareDetail, TEXTS } from "./adjustment-texts.fr.ts";
import { type Duration, isTwelveMonths } from "./duration.ts";
import type { AdjustmentLine } from "./result.ts";

/** What the limits of adjustments depend on besides themselves. */
export type AdjustmentContext = {
  readonly law: Reading<IsFigure>;
  readonly closedOn: BusinessDate;
  readonly duration: Duration;
  readonly capitalFullyPaidUp: boolean | null;
};

/** An adjustment as lines of the fiscal result: positive added back, negative deducted, in cents. Refuses a limit whose figure is not known. */
export function adjustedLines(adjustment: Adjustment, context: AdjustmentContext): readonly AdjustmentLine[] {
  const { kind, amountCents } = adjustment;
  switch (kind) {
    case "gift":
      return [line(adjustment, amountCents, TEXTS.gift, TEXTS.gift.detail)];
    case "car_depreciation":
      return [carLine(adjustment, context)];
    case "current_account_interest":
      return [interestLine(adjustment, context)];
    case "parent_subsidiary_dividend": {
      const ppm = context.law.value("parentShare", context.closedOn);
      const share = line(adjustment, ofPpm(amountCents, ppm), TEXTS.parentShare, shareDetail(amountCents, ppm));
      return [
        line(adjustment, -amountCents, TEXTS.dividend, null),
        { ...share, kind: "parent_subsidiary_share", label: TEXTS.parentShare.label },
      ];
    }
    default:
      return [line(adjustment, KINDS[kind].adds ? amountCents : -amountCents, KINDS[kind], null)];
  }
}

const line = (
  { kind, label }: Pick<Adjustment, "kind" | "label">,
  amountCents: number,
  text: { readonly label: string; readonly article: string | null },
  detail: string | null,
): AdjustmentLine => ({ kind, label: label ?? text.label, amountCents: amountCents + 0, detail, article: text.article });

/** Depreciation of the part of the price above the ceiling of the car's class on the day it was acquired. */
function carLine(car: CarDepreciation, { law }: AdjustmentContext): AdjustmentLine {
  const ceiling = law.value(carClass(car, law), car.acquiredOn);
  const price = Math.max(0, car.priceCents - car.separateEquipmentCents);
  const excess = price > ceiling ? prorated(car.amountCents, price - ceiling, price) : 0;
  return line(car, excess, TEXTS.car, carDetail(car.amountCents, price, ceiling));
}

function carClass(car: CarDepreciation, law: Reading<IsFigure>): IsFigure {
  const { emissionsGrams, acquiredOn } = car;
  const wltp = car.emissionsMeasure === "wltp";
  if (emissionsGrams < law.value("carCleanestBelow", acquiredOn)) return "carCleanest";
  if (emissionsGrams < law.value(wltp ? "carLowBelowNew" : "carLowBelowOld", acquiredOn)) return "carLow";
  return emissionsGrams > law.value(wltp ? "carHighAboveNew" : "carHighAboveOld", acquiredOn) ? "carHigh" : "carMiddle";
}

/** Interest above what the highest rate gives on the average balance; all of it while capital is not fully paid up. */
function interestLine(interest: CurrentAccountInterest, context: AdjustmentContext): AdjustmentLine {
  if (context.capitalFullyPaidUp === false) return line(interest, interest.amountCents, TEXTS.interest, CAPITAL_NOT_PAID);
  const ppm = interest.maximumRatePpm ?? publishedRate(context);
  const { months, days } = context.duration;
  const allowed = prorated(ofPpm(interest.averageBalanceCents, ppm), months * 30 + days, 360);
  const detail = interestDetail(interest.amountCents, interest.averageBalanceCents, ppm, allowed);
  return line(interest, Math.max(0, interest.amountCents - allowed), TEXTS.interest, detail);
}

/** The published rates are those of years of twelve months; for others the law has a formula over quarters that we do not hold. */
function publishedRate({ law, closedOn, duration }: AdjustmentContext): number {
  if (isTwelveMonths(duration)) return law.value("interestRate", closedOn);
  throw new Refusal("tax.parameter_unknown", {
    flaws: [{ pointer: "", message: `parameter_unknown:is.interets_associes_taux:${closedOn}` }],
  });
}
