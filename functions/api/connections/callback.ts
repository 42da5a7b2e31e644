import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { instantOf, shifted } from "#domain/dates";
import type { NewId } from "#domain/ids";
import { type Reply, seeOther } from "#runtime/reply";
import type { Services } from "#runtime/services";
import { type Connection, connections, targetOf } from "#store/connections";
import { returnPage } from "./return-page.ts";

/** What a provider adds to the address it sends the browser back to. Anything may stand there: all of it is a hint, and only whose it is is looked at. */
export const ReturnQuery = z.looseObject({
  userUuid: z
    .string()
    .max(80)
    .optional()
    .catch(undefined)
    .meta({
      description: "The provider's name for its user.",
      examples: ["3f1c8b52-9a07-4c1e-8d1b-6f0a7b1c5512"],
    }),
  success: z
    .string()
    .max(10)
    .optional()
    .catch(undefined)
    .meta({ description: "`false`: the person did not consent.", examples: ["true"] }),
});
type ReturnQuery = z.output<typeof ReturnQuery>;

/** Somebody who comes back again at once, or whoever repeats their address, asks for nothing new. */
const ONE_READ_SECONDS = 15;

type Doing = Pick<Services, "directory" | "syncQueue"> & { readonly now: () => Date; readonly newId: NewId };

/**
 * The browser comes back from the bank, without our cookie. As a webhook it is a hint: it asks for one read of the connection behind the provider's
 * user, and leads where that connection's owner said, never where the address says. Of an unknown user it is told nothing else.
 */
export async function returnFromBank(provider: string, query: ReturnQuery, doing: Doing): Promise<Reply> {
  const hasConsented = query.success !== "false";
  const connection = await connectionBehind(provider, query, doing);
  if (!connection) return returnPage(hasConsented);
  await askForRead(connection, doing);
  return connection.callbackUrl === undefined
    ? returnPage(hasConsented)
    : seeOther(withWhatCameOfIt(connection.callbackUrl, connection, hasConsented));
}

async function connectionBehind(provider: string, { userUuid }: ReturnQuery, { directory }: Doing): Promise<Connection | null> {
  const known = Provider.safeParse(provider);
  if (!known.success || !userUuid) return null;
  const target = await targetOf(directory(), known.data, userUuid);
  if (!target) return null;
  const connection = await connections(directory(target.companyId), target.companyId).get(target.connectionId);
  return connection.state === "disconnected" ? null : connection;
}

async function askForRead({ companyId, id: connectionId, calledBackAt }: Connection, { directory, syncQueue, now, newId }: Doing) {
  const requestedAt = instantOf(now());
  if (calledBackAt !== undefined && shifted(calledBackAt, ONE_READ_SECONDS) > requestedAt) return;
  await syncQueue.send([{ companyId, connectionId, syncId: newId("sync"), trigger: "connect", requestedAt }]);
  await connections(directory(companyId), companyId).noteCalledBack(connectionId, requestedAt);
}

function withWhatCameOfIt(callbackUrl: string, { id }: Connection, hasConsented: boolean): string {
  const url = new URL(callbackUrl);
  url.searchParams.set("connection_id", id);
  url.searchParams.set("success", String(hasConsented));
  return url.href;
}
