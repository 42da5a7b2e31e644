import type { BusinessDate } from "#domain/dates";
import type { Reading } from "../rates/reading.ts";
import type { TvaRegimeLaw } from "../rates/tva-regimes.ts";
import type { Turnover } from "./regime-input.ts";

type Name = keyof TvaRegimeLaw;
type Read = Reading<Name>;

/** The first limit a turnover exceeds: the turnover counted, and the limit. Cents. */
export type Excess = { readonly turnoverCents: number; readonly limitCents: number };

const LIMITS = {
  franchise: ["franchiseGoods", "franchiseServices", "franchiseSpecific", "franchiseSpecificOther"],
  franchiseRaised: ["franchiseGoodsRaised", "franchiseServicesRaised", "franchiseSpecificRaised", "franchiseSpecificOtherRaised"],
} as const satisfies Readonly<Record<string, readonly [Name, Name, Name, Name]>>;

/**
 * What of a turnover exceeds the franchise (CGI art. 293 B): all of it against the limit of goods and, within it, services against theirs; lawyers
 * and authors against two limits of their own, for their trade and for the rest. Null: within.
 */
export function franchiseExcess(turnover: Turnover, limits: keyof typeof LIMITS, on: BusinessDate, read: Read): Excess | null {
  const [goods, services, specific, other] = LIMITS[limits];
  const { goodsCents, servicesCents, regulatedCents } = turnover;
  const total = goodsCents + servicesCents;
  return regulatedCents > 0
    ? (excess(regulatedCents, read.value(specific, on)) ?? excess(total, read.value(other, on)))
    : (excess(total, read.value(goods, on)) ?? excess(servicesCents, read.value(services, on)));
}

/** What of a turnover exceeds the simplified regime (CGI art. 302 septies A): all of it, and its services. Null: within. */
export function simplifiedExcess(turnover: Turnover, raised: "base" | "raised", on: BusinessDate, read: Read): Excess | null {
  const services = turnover.servicesCents + turnover.regulatedCents;
  const names = { base: ["simplifiedGoods", "simplifiedServices"], raised: ["simplifiedGoodsRaised", "simplifiedServicesRaised"] } as const;
  const [goodsName, servicesName] = names[raised];
  return excess(turnover.goodsCents + services, read.value(goodsName, on)) ?? excess(services, read.value(servicesName, on));
}

const excess = (turnoverCents: number, limitCents: number): Excess | null =>
  turnoverCents > limitCents ? { turnoverCents, limitCents } : null;
