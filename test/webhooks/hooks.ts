import { createHash } from "node:crypto";
import type { CompanyId } from "#domain/ids";
import type { MessageOn } from "#runtime/messages";
import { dataOf } from "#test/ledger";
import { company, type TestWorld } from "#test/world";

export type Hook = MessageOn<"webhooks">;
export const MOMENT = 1_795_240_800_000;

/** What the door queues for a body. */
export const hookOf = (world: TestWorld, body: string, provider: Hook["provider"] = "bridge"): Hook => ({
  ...{ provider, body, bodyHash: createHash("sha256").update(body).digest("hex") },
  ...{ receivedAt: world.clock.now().toISOString(), deliveryId: world.newId("event") },
});

/** The body of a bank's event. */
export const bodyOf = (userUuid: string, type = "item.refreshed", at = MOMENT, more = ""): string =>
  `{"content":{"item_id":7,"user_uuid":"${userUuid}"${more}},"timestamp":${at},"type":"${type}"}`;

/** A company with a connection to the sandbox, known at `provider` as the user of this name. */
export async function connected(world: TestWorld, userUuid: string, provider = "bridge") {
  const mine = await company(world);
  const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
  world.sqs.queue("sync").purge();
  const connectionId = String(body["id"]);
  await known(world, { companyId: mine.id, connectionId, userUuid, provider });
  if (provider !== "sandbox") await named(world, mine.id, connectionId, provider);
  return { ...mine, connectionId, userUuid };
}

type Known = { readonly companyId: CompanyId; readonly connectionId: string; readonly userUuid: string; readonly provider: string };

/** The way from a provider's user to a connection. */
export const known = (world: TestWorld, { companyId, connectionId, userUuid, provider }: Known) =>
  world.table(companyId).put({ Item: { pk: `SYSTEM#PROVIDER#${provider}#${userUuid}`, sk: "PROVIDER", companyId, connectionId } });

/** Another provider for a connection, or another state. */
async function named(world: TestWorld, companyId: CompanyId, connectionId: string, provider: string): Promise<void> {
  await changed(world, companyId, connectionId, "provider", provider);
}

export const changed = (world: TestWorld, companyId: CompanyId, connectionId: string, name: "provider" | "state", value: string) =>
  world.table(companyId).update({
    Key: { pk: `COMPANY#${companyId}#CONNECTIONS`, sk: connectionId },
    UpdateExpression: "SET #name = :value",
    ExpressionAttributeNames: { "#name": name },
    ExpressionAttributeValues: { ":value": value },
  });

/** Reads that wait, as they were asked for. */
export function readsAsked(world: TestWorld): readonly Record<string, unknown>[] {
  const queue = world.sqs.queue("sync");
  const bodies = queue.receive({ max: 10, visibilitySeconds: 600 }).map(({ body }) => JSON.parse(body));
  queue.purge();
  return bodies;
}

export type Told = { readonly id: string; readonly type: string; readonly outcome: string; readonly reason: string | null } & Readonly<
  Record<string, unknown>
>;

/** What the API tells of a company's events. */
export const eventsOf = async (mine: Pick<Awaited<ReturnType<typeof company>>, "get">, query = "") =>
  dataOf<Told>(await mine.get(`/api/webhooks/events${query}`));
