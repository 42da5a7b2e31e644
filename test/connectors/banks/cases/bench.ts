import { isReadable, type ProviderRow, type RowsAsked, type UnreadableRow } from "#connectors/banks/port";
import { movedClock } from "../sandbox.ts";
import type { ProviderCase, ToldWorld } from "./case.ts";

/** What a provider answers instead, to one call: bytes, a status, a connection that breaks or never answers. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly kind: "body"; readonly body: string }
  | { readonly kind: "truncated" | "cut" | "hang" | "no_address" };

/** To which calls a fault is given: those at a place, after some of them, this often. */
export type Planned = Fault & { readonly at?: string; readonly after?: number; readonly times?: number };

const PAGE_ROWS = 50;

/** An adapter in front of a provider that tells `world`, with what it was called for, what it waited, and whom it let pass. */
export function benchOf(
  one: ProviderCase,
  world: Partial<ToldWorld> = {},
  options: { readonly random?: number; readonly baseUrl?: string } = {},
) {
  const told: ToldWorld = { accounts: [{ id: "1", currency: "EUR", balance: "1" }], rows: [], pageRows: PAGE_ROWS, ...world };
  const clock = movedClock();
  const calls: { readonly url: URL; readonly headers: Headers }[] = [];
  const waits: number[] = [];
  const faults: { planned: Planned; seen: number; given: number }[] = [];
  const gates = { asked: 0 };
  const fake: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    calls.push({ url, headers: new Headers(init?.headers) });
    const fault = faultFor(url, faults);
    return fault ? faulty(fault, one.answer(url, told) ?? "", init?.signal ?? null) : answered(one.answer(url, told));
  };
  const bank = one.make({
    ...{ baseUrl: options.baseUrl ?? one.base, fetch: fake, now: clock.now, random: () => options.random ?? 1, requestTimeoutMs: 20 },
    sleep: async (milliseconds) => void waits.push(milliseconds),
    gate: async () => {
      gates.asked += 1;
    },
  });
  const open = () => bank.open("user-1", one.token);
  return {
    ...{ bank, clock, calls, waits, gates, open },
    fail: (planned: Planned) => void faults.push({ planned, seen: 0, given: 0 }),
    rowCalls: () => calls.filter(({ url }) => url.pathname.startsWith(one.rowsAt)).length,
    read: async (asked?: RowsAsked) => everything((await open()).rows(asked)),
  };
}

async function everything(pages: AsyncIterable<readonly (ProviderRow | UnreadableRow)[]>) {
  const rows: ProviderRow[] = [];
  const unreadable: UnreadableRow[] = [];
  for await (const page of pages)
    for (const row of page)
      if (isReadable(row)) rows.push(row);
      else unreadable.push(row);
  return { rows, unreadable };
}

function faultFor(url: URL, faults: { planned: Planned; seen: number; given: number }[]): Fault | null {
  for (const fault of faults) {
    if (!url.pathname.startsWith(fault.planned.at ?? "")) continue;
    fault.seen += 1;
    if (fault.seen <= (fault.planned.after ?? 0) || fault.given >= (fault.planned.times ?? 1)) continue;
    fault.given += 1;
    return fault.planned;
  }
  return null;
}

const answered = (body: string | null): Response =>
  body === null ? new Response("{}", { status: 404 }) : new Response(body, { headers: { "content-type": "application/json" } });

function faulty(fault: Fault, whole: string, signal: AbortSignal | null): Promise<Response> | Response {
  if (fault.kind === "status")
    return new Response(fault.body ?? '{"message":"SECRET-BODY"}', { status: fault.status, headers: fault.headers ?? {} });
  if (fault.kind === "body") return new Response(fault.body);
  if (fault.kind === "truncated") return new Response(whole.slice(0, -3));
  if (fault.kind === "no_address")
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("no address"), { code: "ENOTFOUND" }) });
  if (fault.kind === "cut") throw new TypeError("fetch failed");
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
