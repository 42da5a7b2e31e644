import { finaryBank } from "#connectors/banks/finary";
import type { ProviderCase, ToldAccount, ToldRow } from "./case.ts";

const PLACE = "/organizations/org-1/memberships/member-1";
const account = ({ id, currency, balance, more = "" }: ToldAccount) =>
  `{"id":"${id}","name":"Compte","balance":${balance},"display_balance":1,"currency":{"code":"${currency}"},"connection_id":"link-1","state":"ok"${more}}`;
const row = ({ id, account: of, amount, currency = "EUR", date, label = "X", more = "" }: ToldRow) =>
  `{"id":${id},"name":"${label}","display_name":"${label}","value":${amount},"display_value":1,"date":"${date}","currency":{"code":"${currency}"},"account":{"id":"${of}"}${more}}`;
const result = (json: string) => `{"result":${json},"message":"OK","error":null}`;

export const finaryCase: ProviderCase = {
  ...{ name: "finary", base: "https://finary.example", token: "finary-token-1", paging: "numbers" },
  ...{ rowsAt: `${PLACE}/portfolio/checkings/transactions`, accountsAt: `${PLACE}/portfolio/checkings/accounts` },
  capabilities: { increments: false, deletions: "by_absence", consent: "kept_token", announces: false, holdings: true, webhooks: true },
  secrets: ["finary-token-1"],
  make: (settings) => finaryBank(settings),
  answer({ pathname, searchParams }, { accounts, rows, pageRows }) {
    if (pathname === "/users/me/organizations") return result('[{"id":"org-1","members":[{"id":"member-1"}]}]');
    if (pathname === this.accountsAt) return result(`[${accounts.map(account)}]`);
    const at = (Number(searchParams.get("page")) - 1) * pageRows;
    if (pathname === this.rowsAt) return result(`[${rows.slice(at, at + pageRows).map(row)}]`);
    return pathname.startsWith(PLACE) ? result("[]") : null;
  },
};
