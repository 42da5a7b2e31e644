import type { Statement, WireTransaction } from "./wire.ts";

/** Page sizes of Bridge: 50 unless told, 500 at most. */
const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 500;

type Page = { readonly resources: readonly WireTransaction[]; readonly pagination: { readonly next_uri?: string } };

/** A query the sandbox refuses, with the reason Bridge would give. */
export type BadQuery = { readonly problem: string };

/**
 * One page of rows, oldest change first. With `since`, every row changed from that instant on, deleted ones too; without, the rows
 * there are. The cursor names the last row given, not a position, so rows that change while pages are read are not skipped.
 */
export function transactionsPage({ transactions, pageRowsMax = LIMIT_MAX }: Statement, url: URL): Page | BadQuery {
  const query = new URLSearchParams(url.searchParams);
  const since = query.get("since");
  const limit = Number(query.get("limit") ?? LIMIT_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) return { problem: "limit" };
  if (since !== null && Number.isNaN(Date.parse(since))) return { problem: "since" };
  const from = since === null ? undefined : new Date(since).toISOString();
  const after = query.get("after");
  const afterPlace = after === null ? "" : Buffer.from(after, "base64url").toString("utf8");
  const account = query.get("account_id");
  const firstDay = query.get("min_date") ?? "";
  const wanted = transactions
    .filter((row) => (from === undefined ? !row.deleted : row.updated_at >= from))
    .filter((row) => account === null || String(row.account_id) === account)
    .filter((row) => row.date >= firstDay)
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => place > afterPlace)
    .sort((left, right) => (left.place < right.place ? -1 : 1));
  const shown = wanted.slice(0, Math.min(limit, pageRowsMax));
  const last = shown.at(-1);
  if (!last || wanted.length <= shown.length) return { resources: shown.map(({ row }) => row), pagination: {} };
  query.set("after", Buffer.from(last.place).toString("base64url"));
  return { resources: shown.map(({ row }) => row), pagination: { next_uri: `${url.pathname}?${query}` } };
}

const placeOf = ({ updated_at, id }: WireTransaction): string => `${updated_at} ${String(id).padStart(16, "0")}`;
