import { bankinBank } from "#connectors/banks/bankin";
import { CLIENT, type ProviderCase, type ToldAccount, type ToldRow, uriPage } from "./case.ts";

const account = ({ id, currency, balance, more = "" }: ToldAccount) =>
  `{"id":${id},"name":"Compte","type":"checking","currency_code":"${currency}","balance":${balance},"status":0,"item":{"id":7,"resource_uri":"/v2/items/7"}${more}}`;
const row = ({ id, account: of, amount, currency = "EUR", date, label = "X", deleted = false, future = false, more = "" }: ToldRow) =>
  `{"id":${id},"account":{"id":${of},"resource_uri":"/v2/accounts/${of}"},"description":"${label}","raw_description":"${label}","amount":${amount},"currency_code":"${currency}","date":"${date}","updated_at":"2026-11-25T08:00:00.000Z","is_deleted":${deleted},"is_future":${future},"category":{"id":83}${more}}`;

export const bankinCase: ProviderCase = {
  ...{ name: "bankin", base: "https://bankin.example", token: "bankin-token-1", paging: "next_uri" },
  ...{ rowsAt: "/v2/transactions", accountsAt: "/v2/accounts" },
  capabilities: { increments: true, deletions: "told", consent: "one_run_token", announces: false, holdings: false, webhooks: true },
  secrets: [CLIENT.clientSecret, CLIENT.clientId, "bankin-token-1"],
  make: (settings) => bankinBank({ ...settings, ...CLIENT }),
  answer(url, world) {
    if (url.pathname === "/v2/items")
      return '{"resources":[{"id":7,"status":0,"bank":{"id":6}}],"pagination":{"previous_uri":null,"next_uri":null}}';
    if (url.pathname === "/v2/banks/6") return '{"name":"Banque"}';
    if (url.pathname === this.accountsAt) return uriPage(url, world.accounts.map(account), 500);
    const told = world.rows.filter(({ deleted }) => url.pathname.endsWith("/updated") || !deleted);
    return url.pathname.startsWith(this.rowsAt) ? uriPage(url, told.map(row), world.pageRows) : null;
  },
};
