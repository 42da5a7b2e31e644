import type { BankSession } from "#connectors/banks/port";
import type { Connection } from "#store/connections";
import { type AccessTools, bankOf } from "./bank-access.ts";
import { behindBreaker } from "./breaker.ts";
import { linkTransfers } from "./link-transfers.ts";
import { type Reading, type Run, readConnection } from "./read-connection.ts";

/**
 * Reads a connection as runs do: behind its provider's circuit breaker, inside its budget of calls, with the token its person left or gives now
 * (`token`, for this run alone). Legs of transfers between own accounts are linked once the rows are in. Where the provider knows of more than money, what is held is noted last.
 */
export function readGuarded(connection: Connection, run: Run, tools: AccessTools, token?: string): Promise<Reading> {
  const { provider, id: connectionId } = connection;
  const watched = { limits: tools.bankLimits, provider, connectionId, now: tools.now };
  const opened: { session?: BankSession } = {};
  const onOpen = (session: BankSession) => {
    opened.session = session;
  };
  return behindBreaker(watched, async () => {
    const bank = await bankOf(connection, tools, { ...(token !== undefined && { token }), onOpen });
    const reading = await readConnection(connection, { ...run, banks: async () => bank });
    const { added, updated, deleted } = reading.tally;
    // At night also what an index showed too late the last time.
    await linkTransfers(
      { ...run, requestId: run.message.syncId },
      run.message.trigger === "nightly" ? "look_again" : added + updated + deleted,
    );
    if (bank.capabilities.holdings && opened.session?.holdings) {
      const { noteHoldings } = await import("./note-holdings.ts");
      await noteHoldings(connection, await opened.session.holdings(), run);
    }
    return reading;
  });
}
