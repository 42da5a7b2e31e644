import { bridgeBank } from "#connectors/banks/bridge";
import { CLIENT, type ProviderCase, type ToldAccount, type ToldRow, uriPage } from "./case.ts";

const account = ({ id, currency, balance, more = "" }: ToldAccount) =>
  `{"id":${id},"name":"Compte","type":"checking","currency_code":"${currency}","balance":${balance},"item_id":7,"data_access":"enabled"${more}}`;
const row = ({ id, account: of, amount, currency = "EUR", date, label = "X", deleted = false, future = false, more = "" }: ToldRow) =>
  `{"id":${id},"account_id":${of},"clean_description":"${label}","provider_description":"${label}","amount":${amount},"currency_code":"${currency}","date":"${date}","booking_date":"${date}","updated_at":"2026-11-25T08:00:00.000Z","deleted":${deleted},"future":${future}${more}}`;

export const bridgeCase: ProviderCase = {
  ...{ name: "bridge", base: "https://bridge.example", token: undefined, paging: "next_uri" },
  ...{ rowsAt: "/v3/aggregation/transactions", accountsAt: "/v3/aggregation/accounts" },
  capabilities: { increments: true, deletions: "told", consent: "page", announces: true, holdings: false, webhooks: true },
  secrets: [CLIENT.clientSecret, CLIENT.clientId, "bridge-token-1"],
  make: (settings) => bridgeBank({ ...settings, ...CLIENT }),
  answer(url, world) {
    const { pathname, searchParams } = url;
    if (pathname === "/v3/aggregation/authorization/token") return '{"access_token":"bridge-token-1","expires_at":"2030-01-01T00:00:00Z"}';
    if (pathname === "/v3/aggregation/items") return '{"resources":[{"id":7,"status":0,"provider_id":574}]}';
    if (pathname === "/v3/providers/574") return '{"name":"Banque"}';
    if (pathname === this.accountsAt) return uriPage(url, world.accounts.map(account), 500);
    const told = world.rows.filter(({ deleted }) => searchParams.has("since") || !deleted);
    return pathname === this.rowsAt ? uriPage(url, told.map(row), world.pageRows) : null;
  },
};
