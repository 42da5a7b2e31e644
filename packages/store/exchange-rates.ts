import { ExchangeRate, type ExchangeRateId } from "#domain/banking/exchange";
import { type BusinessDate, businessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { Currency } from "#domain/money";
import { Refusal } from "#domain/refusals";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Access patterns: rates of a company by currency and day · the latest rate of a currency on or before a day · one rate. docs/table.md. */
const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#RATES`;
const keyOf = (companyId: CompanyId, { currency, day }: Pick<ExchangeRate, "currency" | "day">) => ({
  pk: partition(companyId),
  sk: `R#${currency}#${day}`,
});

/** Rates a company keeps, at most: ten currencies, every day of four years. */
const RATES_MAX = 15_000;

/** Enters a rate. Its failure: the first action's says that there are as many as may be, the second's that this day has one. */
export const addRateActions = (companyId: CompanyId, rate: ExchangeRate): Action[] => [
  countAction(companyId, 1),
  { Put: { TableName: TABLE, Item: { ...keyOf(companyId, rate), ...rate }, ConditionExpression: "attribute_not_exists(pk)" } },
];

/** Takes a rate away. */
export const removeRateActions = (companyId: CompanyId, rate: ExchangeRate): Action[] => [
  countAction(companyId, -1),
  { Delete: { TableName: TABLE, Key: keyOf(companyId, rate), ConditionExpression: "attribute_exists(pk)" } },
];

const countAction = (companyId: CompanyId, by: 1 | -1): Action => ({
  Update: {
    TableName: TABLE,
    Key: { pk: partition(companyId), sk: "HEAD" },
    UpdateExpression: "ADD #count :by",
    ...(by === 1 && { ConditionExpression: "attribute_not_exists(#count) or #count < :max" }),
    ExpressionAttributeNames: { "#count": "count" },
    ExpressionAttributeValues: { ":by": by, ...(by === 1 && { ":max": RATES_MAX }) },
  },
});

export const exchangeRates = (db: Db, companyId: CompanyId) => ({
  async get(id: ExchangeRateId): Promise<ExchangeRate> {
    const [, currency = "", day = ""] = id.split("_");
    const found = await db.get({
      Key: keyOf(companyId, { currency: Currency.parse(currency), day: businessDate(day) }),
      ConsistentRead: true,
    });
    if (!found) throw new Refusal("exchange_rate.not_found");
    return ExchangeRate.parse(found);
  },
  /** One page by currency, the latest day first; `after` is where the last one ended. */
  async page(
    currency: Currency | null,
    limit: number,
    after: string | null,
  ): Promise<{ readonly rates: readonly ExchangeRate[]; readonly next: string | null }> {
    const prefix = currency === null ? "R#" : `R#${currency}#`;
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk between :from and :to",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":from": prefix, ":to": after ?? `${prefix}~` },
      ScanIndexForward: false,
      Limit: limit + 2,
    });
    const found = items.filter(({ sk }) => sk !== after);
    const shown = found.slice(0, limit);
    return { rates: shown.map((item) => ExchangeRate.parse(item)), next: found.length > limit ? String(shown.at(-1)?.["sk"]) : null };
  },
  /** The latest rate of each currency on or before a day; a currency without one is left out. One read each, at once. */
  async on(currencies: readonly Currency[], day: BusinessDate): Promise<ReadonlyMap<string, ExchangeRate>> {
    const found = await Promise.all(currencies.map((currency) => this.latest(currency, day)));
    return new Map(found.flatMap((rate) => (rate ? [[rate.currency, rate] as const] : [])));
  },
  async latest(currency: Currency, day: BusinessDate): Promise<ExchangeRate | null> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk between :from and :to",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":from": `R#${currency}#`, ":to": `R#${currency}#${day}` },
      ScanIndexForward: false,
      Limit: 1,
    });
    return items[0] ? ExchangeRate.parse(items[0]) : null;
  },
});
