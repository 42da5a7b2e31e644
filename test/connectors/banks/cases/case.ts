import type { Bank, Capabilities } from "#connectors/banks/port";
import type { HttpSettings } from "#connectors/banks/provider-http";

/** A row as the contract tells it, whatever provider's wire it then goes through. Amounts are the texts the JSON holds. */
export type ToldRow = {
  readonly id: string;
  readonly account: string;
  readonly amount: string;
  readonly currency?: string;
  readonly date: string;
  readonly label?: string;
  readonly deleted?: boolean;
  readonly future?: boolean;
  /** More fields of the row's object, as JSON. */
  readonly more?: string;
};
export type ToldAccount = { readonly id: string; readonly currency: string; readonly balance: string; readonly more?: string };
export type ToldWorld = { readonly accounts: readonly ToldAccount[]; readonly rows: readonly ToldRow[]; readonly pageRows: number };

/** One provider in front of the contract: how it is made, and how its wire tells a world. */
export type ProviderCase = {
  readonly name: string;
  readonly base: string;
  readonly capabilities: Capabilities;
  make(settings: HttpSettings & { readonly baseUrl: string }): Bank;
  /** What is given at opening, where people give tokens. */
  readonly token: string | undefined;
  /** Part of the path its rows are listed at, and its accounts. */
  readonly rowsAt: string;
  readonly accountsAt: string;
  /** Pages by an address the provider gives, or by numbers. */
  readonly paging: "next_uri" | "numbers";
  readonly secrets: readonly string[];
  /** Body of an answer, or null: there is no such place. */
  answer(url: URL, world: ToldWorld): string | null;
};

export const CLIENT = { clientId: "client-id-x", clientSecret: "client-secret-nobody-may-see" } as const;

/** A page of a list with a cursor. */
export function uriPage(url: URL, all: readonly string[], pageRows: number): string {
  const at = Number(url.searchParams.get("after") ?? 0);
  const next = new URLSearchParams(url.searchParams);
  next.set("after", String(at + pageRows));
  const nextUri = at + pageRows < all.length ? `"${url.pathname}?${next}"` : "null";
  return `{"resources":[${all.slice(at, at + pageRows).join(",")}],"pagination":{"next_uri":${nextUri}}}`;
}
