import type { Provider } from "#domain/banking/provider";
import { type CompanyId, ConnectionId } from "#domain/ids";
import { type Connection, connections, newConnectionActions } from "./connections.ts";
import type { Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/**
 * Access pattern: a company's one connection to a provider whose people give tokens. Nothing leads to it from outside and no round reads it; a
 * claim beside the claims of accounts makes two first calls at once open one. docs/table.md.
 */
const claimKey = (companyId: CompanyId, provider: Provider) => ({ pk: `COMPANY#${companyId}#PROVIDERKEYS`, sk: `connection#${provider}` });

const ATTEMPTS_MAX = 5;

/** The company's connection to this provider: the one there is, or `fresh`, opened now. One that was ended makes room for another. */
export async function soleConnection(db: Db, fresh: Connection, event: Omit<BusinessEvent, "objects" | "type">): Promise<Connection> {
  const { companyId, provider, id } = fresh;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const claim = await db.get({ Key: claimKey(companyId, provider), ConsistentRead: true });
    const claimed = claim ? ConnectionId.parse(claim["connectionId"]) : null;
    const known = claimed && (await connections(db, companyId).get(claimed));
    if (known && known.state !== "disconnected") return known;
    const actions = newConnectionActions(fresh).slice(0, 1);
    const Item = { ...claimKey(companyId, provider), connectionId: id };
    const put = claimed
      ? { ConditionExpression: "connectionId = :ended", ExpressionAttributeValues: { ":ended": claimed } }
      : { ConditionExpression: "attribute_not_exists(pk)" };
    const all = [...actions, { Put: { TableName: TABLE, Item, ...put } }];
    const created = { ...event, type: "connection.created", objects: [{ id, version: 1 }] } as const;
    if ((await commit(db, companyId, all, created)).done) return fresh;
  }
  throw new Error("two connections kept being opened at once");
}
