import * as z from "zod";
import { ExchangeRate, ExchangeRateId, exchangeRateId, NewExchangeRate } from "#domain/banking/exchange";
import { instantOf, parisDate } from "#domain/dates";
import type { NewId } from "#domain/ids";
import { Currency } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { listOf, listQuery } from "#runtime/list";
import type { HttpRequest } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { addRateActions, exchangeRates, removeRateActions } from "#store/exchange-rates";
import { commit } from "#store/outbox";

const route = routesNeeding("table");

const EXAMPLE = { currency: "USD", day: "2026-11-25", numerator: 8_634, denominator: 10_000, source: "BCE" };
const RateView = ExchangeRate.meta({ id: "ExchangeRate", examples: [{ ...EXAMPLE, id: "fx_USD_2026-11-25" }] });

/** Where a page ended: currency and day of the last rate seen. */
const Position = z.string().max(40);

const list = route({
  method: "GET",
  path: "/api/exchange-rates",
  may: "accounts:read",
  summary: "Exchange rates the company entered, by currency, the latest day first",
  query: listQuery({ currency: Currency.exactOptional() }),
  returns: listOf(RateView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const page = await exchangeRates(table, actor.companyId).page(query.currency ?? null, query.limit, cursors.open(Position));
    return { data: [...page.rates], nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

const enter = route({
  method: "POST",
  path: "/api/exchange-rates",
  may: "rates:write",
  summary:
    "Enter what one unit of a currency was worth in euros on a day: `numerator / denominator`. One a currency and day; the latest on or before a day counts",
  body: NewExchangeRate.meta({ examples: [EXAMPLE] }),
  returns: RateView,
  status: 201,
  refuses: ["exchange_rate.exists", "exchange_rate.limit_reached"],
  async handle({ body, actor, request, table, now, newId }) {
    if (body.day > parisDate(now())) throw new Refusal("request.invalid", { flaws: [{ pointer: "/day", message: "in_future" }] });
    const rate: ExchangeRate = { ...body, id: exchangeRateId(body), createdAt: instantOf(now()) };
    const event = eventOf("exchange_rate.created", rate, { actor, request, now, newId });
    const outcome = await commit(table, actor.companyId, addRateActions(actor.companyId, rate), event);
    if (!outcome.done) throw new Refusal(outcome.failed.includes(1) ? "exchange_rate.exists" : "exchange_rate.limit_reached");
    return rate;
  },
});

const remove = route({
  method: "DELETE",
  path: "/api/exchange-rates/{rate_id}",
  may: "rates:write",
  summary: "Take an exchange rate away; to correct one, enter it anew",
  params: z.object({ rateId: ExchangeRateId }),
  returns: z.null(),
  status: 204,
  refuses: ["exchange_rate.not_found"],
  async handle({ params, actor, request, assertMatch, table, now, newId }) {
    const rate = await exchangeRates(table, actor.companyId).get(params.rateId);
    assertMatch({ view: rate });
    const event = eventOf("exchange_rate.deleted", rate, { actor, request, now, newId });
    const { done } = await commit(table, actor.companyId, removeRateActions(actor.companyId, rate), event);
    if (!done) throw new Refusal("exchange_rate.not_found");
    return null;
  },
});

type Doing = { readonly actor: Actor; readonly request: HttpRequest; readonly now: () => Date; readonly newId: NewId };

const eventOf = (type: `exchange_rate.${string}`, { id }: ExchangeRate, { actor, request, now, newId }: Doing) => ({
  ...{ id: newId("event"), type, at: instantOf(now()), doer: doerOf(actor) },
  ...{ requestId: request.requestId, objects: [{ id }] },
});

export const exchangeRatesApi = resource("exchange-rates", [list, enter, remove]);
