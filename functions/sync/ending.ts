import { BankError } from "#connectors/banks/port";
import { ENDING_ATTEMPTS_MAX, endingPauseAfter } from "#domain/banking/sync-times";
import { instantOf, shifted } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { detachAccounts } from "#runtime/banking/detach-accounts";
import type { Run } from "#runtime/banking/read-connection";
import type { Log } from "#runtime/log";
import type { Services } from "#runtime/services";
import { connections } from "#store/connections";
import { sendAt } from "./later.ts";

/** The message overtook the request that ends the connection: it waits for it this long, this often; the request may never have come through. */
const EARLY_SECONDS = 30;
const EARLY_MAX = 3;

type Ending = { readonly syncQueue: Services["syncQueue"]; readonly chance: number; readonly log: Log };

/**
 * Ends our access at the provider of a connection that a person ended, however long that takes, and detaches accounts a run may have opened while it
 * ended. Done twice it does nothing. A provider that is down for more than a week is told to whoever runs this.
 */
export async function endAccess(message: Run["message"], run: Run, { syncQueue, chance, log }: Ending): Promise<void> {
  const { table, companyId, now, newId } = run;
  const store = connections(table, companyId);
  const connection = await store.find(message.connectionId);
  if (!connection || connection.accessEndedAt !== undefined) return;
  const attempt = message.attempt ?? 1;
  const again = (seconds: number) => {
    const at = instantOf(now());
    return sendAt(shifted(at, seconds), { ...message, attempt: attempt + 1 }, at, syncQueue);
  };
  if (connection.disconnectedAt === undefined) return attempt <= EARLY_MAX ? again(EARLY_SECONDS) : undefined;
  const doer = { kind: "system", id: "sync" } as const;
  await detachAccounts(connection.id, { table, companyId, now, newId, doer, requestId: message.syncId });
  try {
    await (await run.banks(connection.provider)).disconnect(connection.userId);
  } catch (error) {
    if (isOver(error)) return store.noteAccessEnded(connection.id, instantOf(now()));
    if (!(error instanceof BankError || error instanceof Refusal)) throw error;
    if (attempt < ENDING_ATTEMPTS_MAX) return again(endingPauseAfter(attempt, chance));
    return log({ level: "error", event: "sync.access_not_ended", connectionId: connection.id, provider: connection.provider });
  }
  await store.noteAccessEnded(connection.id, instantOf(now()));
}

/** A provider that has ended holds no access any more. */
function isOver(error: unknown): boolean {
  const kind: string = error instanceof BankError ? error.kind : "";
  return kind === "retired";
}
