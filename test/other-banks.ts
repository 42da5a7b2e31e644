/** What the fake bank answers as the providers besides Bridge: one account and one row of each, enough for a run to be whole. */
export function otherAnswer({ pathname }: URL): string | null {
  if (pathname.startsWith("/v2/")) return `{"resources":[${BANKIN[pathname] ?? ""}],"pagination":{"next_uri":null}}`;
  if (pathname === "/users/me/organizations") return result('[{"id":"org-1","members":[{"id":"member-1"}]}]');
  if (pathname.startsWith("/organizations/")) return result(`[${FINARY[pathname.slice(PLACE.length)] ?? ""}]`);
  return null;
}

const result = (json: string): string => `{"result":${json},"message":"OK","error":null}`;
const PLACE = "/organizations/org-1/memberships/member-1";

const BANKIN_ROW =
  '{"id":51,"description":"CB GARAGE","raw_description":"CB*1234 GARAGE","amount":-7.5,"currency_code":"EUR","date":"2025-06-02","updated_at":"2025-06-02T05:00:00.000Z","is_deleted":false,"account":{"id":41}}';

const BANKIN: Readonly<Record<string, string>> = {
  "/v2/items": '{"id":31,"status":0,"bank":{"id":6,"resource_uri":"/v2/banks/6"}}',
  "/v2/accounts":
    '{"id":41,"name":"Compte Bankin","balance":12.3,"type":"checking","currency_code":"EUR","item":{"id":31},"bank":{"id":6}}',
  "/v2/transactions": BANKIN_ROW,
  "/v2/transactions/updated": BANKIN_ROW,
};

const FINARY: Readonly<Record<string, string>> = {
  "/portfolio/checkings/accounts":
    '{"id":"acc-1","name":"Compte Finary","balance":99.5,"connection_id":"link-1","state":"ok","currency":{"code":"EUR"},"institution":{"name":"Banque F"}}',
  "/portfolio/checkings/transactions":
    '{"id":61,"name":"VIR CLIENT","value":99.5,"date":"2025-06-02","currency":{"code":"EUR"},"account":{"id":"acc-1"}}',
  "/holdings_accounts":
    '{"id":"hold-1","currency":{"code":"EUR"},"securities":[{"id":71,"quantity":12.5,"current_value":6124.5,"unrealized_pnl":1124.5,"security":{"name":"Amundi MSCI World","isin":"LU1681043599","currency":{"code":"EUR"}}}]}',
};
