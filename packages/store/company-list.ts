import { CompanyId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { pagesOf, wholePartition } from "./pages.ts";

/** Access patterns: every company, by shard, for rounds that visit all of them · whether one is listed. Needs the system scope. docs/table.md. */
export const COMPANY_SHARDS = 8;

const PAGE = 500;

const shardOf = (id: CompanyId): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COMPANY_SHARDS;
const itemOf = (companyId: CompanyId) => ({ pk: `SYSTEM#COMPANIES#${shardOf(companyId)}`, sk: companyId, companyId });

/** Lists a company: written twice it is the same, so it may stand in any transaction that has the system scope. */
export const listedCompanyAction = (companyId: CompanyId): Action => ({ Put: { TableName: TABLE, Item: itemOf(companyId) } });

/** Lists a company made before there was a list. No business event: it changes nothing anybody decided. */
export async function listCompany(db: Db, companyId: CompanyId): Promise<void> {
  const { pk, sk } = itemOf(companyId);
  if (!(await db.get({ Key: { pk, sk } }))) await db.put({ Item: itemOf(companyId) });
}

/** Every company of a shard, page after page. */
export async function* companiesOfShard(db: Db, shard: number): AsyncGenerator<readonly CompanyId[]> {
  const query = { ...wholePartition(`SYSTEM#COMPANIES#${shard}`), ConsistentRead: false, Limit: PAGE };
  for await (const items of pagesOf(db, query)) yield items.map((item) => CompanyId.parse(item["companyId"]));
}
