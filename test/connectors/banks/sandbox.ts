import { bridgeBank } from "#connectors/banks/bridge";
import { BankError, type BankErrorKind, isReadable, type ProviderRow, type UnreadableRow } from "#connectors/banks/port";
import { startSandboxBank } from "#infra/local/sandbox-bank/server";

export const CLIENT = { clientId: "client-id", clientSecret: "client-secret-nobody-may-see" } as const;

/** A clock that only moves when told. */
export function movedClock(start = "2026-11-25T10:00:00.000Z") {
  const at = { milliseconds: Date.parse(start) };
  return {
    now: () => new Date(at.milliseconds),
    advance: (seconds: number) => {
      at.milliseconds += seconds * 1_000;
    },
  };
}

/** A sandbox bank on a free port, the adapter in front of it, and one connected user whose rows the test tells one by one. */
export async function bankOfOneUser(options: { readonly requestTimeoutMs?: number; readonly fetch?: typeof fetch } = {}) {
  const clock = movedClock();
  const sandbox = await startSandboxBank({ now: clock.now, clients: CLIENT });
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const random = () => 1;
  const bank = bridgeBank({ baseUrl: sandbox.url, ...CLIENT, fetch, now: clock.now, sleep, random, ...options });
  const { userId, connectUrl } = await bank.connect({ reference: "con_1", email: "camille@example.invalid" });
  const world = sandbox.control.world(userId);
  return { ...sandbox, clock, waits, bank, userId, connectUrl, world };
}

export const ROWS = "/v3/aggregation/transactions";

/** Every row of a read, in order. */
export async function everyRow(pages: AsyncIterable<readonly (ProviderRow | UnreadableRow)[]>): Promise<ProviderRow[]> {
  const rows: ProviderRow[] = [];
  for await (const page of pages)
    for (const row of page) {
      if (!isReadable(row)) throw new BankError("invalid_answer", row.unreadable);
      rows.push(row);
    }
  return rows;
}

/** The BankError a promise ends in; anything else is thrown on. */
export async function bankErrorOf(
  promise: Promise<unknown>,
): Promise<{ kind: BankErrorKind; message: string; retryAfterSeconds: number | undefined }> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    const { kind, message, retryAfterSeconds } = error;
    return { kind, message, retryAfterSeconds };
  }
  throw new Error("no error where one was due");
}
