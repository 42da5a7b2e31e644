import * as z from "zod";
import { gainOf, holdingTotals } from "#domain/banking/holding";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, ConnectionId } from "#domain/ids";
import { Cents, Currency } from "#domain/money";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { connections } from "#store/connections";
import { holdings } from "#store/holdings";

const reading = routesNeeding("table");

const Investment = z
  .object({
    connectionId: ConnectionId,
    /** The bank account of ours it lies on, when its provider tells that account's money too. */
    accountId: AccountId.nullable(),
    label: z.string(),
    isin: z.string().nullable(),
    /** As the provider writes it: a decimal number of any precision. */
    quantity: z.string(),
    currency: Currency,
    valueCents: Cents,
    costCents: Cents.nullable(),
    gainCents: Cents.nullable(),
    valuedOn: BusinessDate.nullable(),
    readAt: Instant,
  })
  .meta({
    id: "Investment",
    examples: [
      {
        label: "Amundi MSCI World",
        isin: "LU1681043599",
        quantity: "12.5",
        value_cents: 612_450,
        cost_cents: 500_000,
        gain_cents: 112_450,
      },
    ],
  });

const Total = z
  .object({
    currency: Currency,
    valueCents: Cents,
    /** Of what has a known cost alone, as the gain is. */
    costCents: Cents,
    gainCents: Cents,
    count: z.int(),
    countWithoutCost: z.int(),
  })
  .meta({ id: "InvestmentTotal", examples: [{ currency: "EUR", count: 1, count_without_cost: 0 }] });

const list = reading({
  method: "GET",
  path: "/api/investments",
  may: "accounts:read",
  summary: "What is held besides money, where a provider tells it; totals by currency, never across",
  returns: z.object({ investments: z.array(Investment), totals: z.array(Total) }).meta({ id: "Investments", examples: [{}] }),
  async handle({ actor: { companyId }, table }) {
    const [all, kept] = await Promise.all([connections(table, companyId).all(), holdings(table, companyId).all()]);
    const live = new Set(all.filter(({ state }) => state !== "disconnected").map(({ id }) => id));
    const investments = kept
      .filter(({ connectionId }) => live.has(connectionId))
      .flatMap(({ connectionId, accountId, readAt, holdings: some }) =>
        some.map(({ providerId: _, ...holding }) => ({ connectionId, accountId, readAt, ...holding, gainCents: gainOf(holding) })),
      );
    return { investments, totals: [...holdingTotals(investments)] };
  },
});

export const investmentsApi = resource("investments", [list]);
