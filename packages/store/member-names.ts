import type { CompanyId, PersonId } from "#domain/ids";
import { BATCH_GET_MAX, type Db } from "./db.ts";

/** People named at once: two items each. */
const NAMED_MAX = BATCH_GET_MAX / 2;

/**
 * Names of those of these people who are members of a company, by id. Names live in a person's own item and nowhere else, so whoever left or
 * was erased has none here. Needs both scopes; one read for fifty people.
 */
export async function memberNames(db: Db, companyId: CompanyId, personIds: readonly PersonId[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let at = 0; at < personIds.length; at += NAMED_MAX) {
    const ids = personIds.slice(at, at + NAMED_MAX);
    const items = await db.batchGet([
      ...ids.map((sk) => ({ pk: `COMPANY#${companyId}#MEMBERS`, sk })),
      ...ids.map((id) => ({ pk: `SYSTEM#PERSON#${id}`, sk: "PERSON" })),
    ]);
    const members = new Set(items.filter(({ sk }) => sk !== "PERSON").map(({ sk }) => String(sk)));
    for (const { sk, personId, name } of items)
      if (sk === "PERSON" && members.has(String(personId))) names.set(String(personId), String(name));
  }
  return names;
}
