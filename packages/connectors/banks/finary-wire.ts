import * as z from "zod";
import { CurrencyCode, Decimal, Id } from "./provider-parse.ts";

/**
 * The shapes of Finary's private API, as other people's clients have seen them: nothing here is promised by anybody. Everything that is not
 * needed may be missing.
 */
export const Envelope = z.object({ result: z.unknown(), error: z.unknown().optional() });

const Text = z.string().nullish().catch(undefined);
const Currency = z.object({ code: CurrencyCode }).nullish();

export const Organizations = z.array(z.object({ id: Id, members: z.array(z.object({ id: Id })).max(50) })).max(50);

export const FinaryAccount = z.object({
  id: Id,
  name: Text,
  connection_id: Id.nullish().catch(undefined),
  state: Text,
  iban: Text,
  balance: Decimal,
  currency: Currency,
  institution: z.object({ name: Text }).nullish().catch(undefined),
});
export type FinaryAccount = z.output<typeof FinaryAccount>;

export const FinaryRow = z.object({
  id: Id,
  name: Text,
  simplified_name: Text,
  display_name: Text,
  date: z
    .string()
    .transform((text) => text.slice(0, 10))
    .pipe(z.iso.date()),
  value: Decimal,
  currency: Currency,
  account: z.object({ id: Id }),
});

const What = z.object({ name: Text, isin: Text, symbol: Text, code: Text, currency: Currency }).nullish();
const Held = z.object({
  id: Id.nullish().catch(undefined),
  quantity: Decimal,
  current_value: Decimal,
  unrealized_pnl: Decimal.nullish(),
  security: What,
  crypto: What,
  fiat: What,
});
export type Held = z.output<typeof Held>;

const Helds = z.array(Held).max(1_500).nullish();
export const FinaryHoldings = z.array(z.object({ id: Id, currency: Currency, securities: Helds, cryptos: Helds, fiats: Helds })).max(1_000);
