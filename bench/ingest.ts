import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { planReading } from "#domain/banking/reconcile";
import { addChange, type TotalsDelta } from "#domain/banking/totals";
import { addDays, businessDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { cents, EUR } from "#domain/money";
import type { AccountReading, Tally } from "#runtime/banking/account-reading";
import { categoriser, incomingOf } from "#runtime/banking/incoming-rows";
import { readAccount } from "#runtime/banking/read-account";
import { accounts } from "#store/accounts";
import { db } from "#store/db";
import { digests } from "#store/digests";
import { companyScope } from "#store/guard";
import { type Meter, newMeter } from "#store/meter";
import { openAccount } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";
import { cpuSeconds } from "./calibrator.ts";
import { type Cost, costLine } from "./costs.ts";

const SOURCE = "bridge:4711";
const [SMALL, LARGE] = [300, 3_000];
const AT = "2026-11-20T05:00:00.000Z";
const LABELS = [
  "PRLV SEPA ORANGE SA 0612345678",
  "VIR SEPA RECU /DE DUPONT SARL /MOTIF FACTURE 2026-118",
  "CB*1234 CARREFOUR MARKET 75011 PARIS",
  "PRLV SEPA URSSAF ILE DE FRANCE",
  "VIR SEPA EMIS LOYER SCI DES LILAS",
  "COTISATION CARTE VISA BUSINESS",
  "CB*1234 SNCF INTERNET",
  "PRLV SEPA EDF CLIENTS PROS",
];

/** Booked rows as a provider tells them, a few a day and the last today. */
const providerRows = (count: number, perDay = 20): ProviderRow[] =>
  Array.from({ length: count }, (_, index) => {
    const date = addDays(businessDate("2026-11-20"), -Math.floor((count - 1 - index) / perDay));
    const rawLabel = `${LABELS[index % LABELS.length]} ${index}`;
    return {
      ...{ providerId: String(33_000_000_000_000 + index), accountProviderId: "4711", label: rawLabel, rawLabel },
      ...{ amountCents: cents(index % 8 === 1 ? 120_050 + index : -1_025 - index), currency: EUR, date, valueDate: date },
      ...{ hasBookingDate: true, future: false, deleted: false, updatedAt: AT },
    };
  });

/** P1: rows a CPU-second from a provider's words to rows and increments of every total: keys, digests, categories, reconciliation. No I/O. */
export function pureIngestRate(count = 20_000): number {
  const provided = providerRows(count);
  const categorise = categoriser({ ownNames: ["Atelier Horizon"], ownIbans: [] });
  const started = process.cpuUsage();
  const incoming = provided.map((row) => incomingOf(row, { givesBookingDates: true }, SOURCE));
  const nothing = { held: new Map(), pending: [], gone: [], nearby: [], taken: new Set<string>() };
  const plan = planReading({
    ordinal: 1,
    source: "bridge:1",
    incoming,
    ...nothing,
    categorise,
    at: AT,
    tells: null,
    wholeFrom: null,
    absentAreGone: false,
    bookedOnly: false,
  });
  const totals: TotalsDelta = new Map();
  for (const { before, after } of plan.changes) addChange(totals, before, after);
  const spent = cpuSeconds(started);
  if (plan.changes.length !== count || totals.size === 0) throw new Error("not everything was taken in");
  return count / spent;
}

/** What bringing rows into an account took. */
type Ingest = { readonly tally: Tally; readonly meter: Readonly<Meter>; readonly cpu: number };

/** Opens an account and gives what reads rows into it, as a sync does, over a table that is counted. */
async function ingesting(world: TestWorld): Promise<(rows: readonly ProviderRow[]) => Promise<Ingest>> {
  const mine = await company(world);
  const id = AccountId.parse((await openAccount(mine)).id);
  return async (provided) => {
    const meter = newMeter();
    const table = db(world.operator, "numma", companyScope(mine.id), meter);
    const started = process.cpuUsage();
    const account: Account = { ...(await accounts(table, mine.id).getNow(id)), givesBookingDates: true };
    const digest = await digests(table, mine.id).read(account.ordinal);
    const own = { ownNames: ["Atelier Horizon"], ownIbans: [] };
    const doer = { kind: "system", id: "bench" } as const;
    const tools = { now: world.clock.now, newId: world.newId, requestId: "bench", doer };
    const reading: AccountReading = { table, companyId: mine.id, account, digest, ...own, ...tools };
    const { tally } = await readAccount(reading, provided, { source: SOURCE, read: "changes" });
    return { tally, meter: { ...meter }, cpu: cpuSeconds(started) };
  };
}

/** Everything new, then the same again. */
export async function ingestedTwice(
  world: TestWorld,
  count: number,
  perDay?: number,
): Promise<{ readonly first: Ingest; readonly again: Ingest }> {
  const read = await ingesting(world);
  const rows = providerRows(count, perDay);
  const first = await read(rows);
  if (first.tally.added !== count) throw new Error(`${first.tally.added} of ${count} rows were added`);
  return { first, again: await read(rows) };
}

/** P3, P4 and C3: ingest and re-reading of the same, a row; what must not grow with their number. */
export async function ingestCosts(): Promise<Cost[]> {
  const world = await testWorld({ withoutWorkers: true });
  const small = await ingestedTwice(world, SMALL);
  const large = await ingestedTwice(world, LARGE);
  await world.end();
  const trips = [small.first.meter.trips / SMALL, large.first.meter.trips / LARGE] as const;
  const items = [small.first.meter.items / SMALL, large.first.meter.items / LARGE] as const;
  const line = (id: string, what: string, { meter }: Ingest, rows: number, limit: string, within: boolean) =>
    costLine(id, what, meter.rru / rows, meter.wru / rows, limit, within);
  const ratio = small.first.cpu / small.again.cpu;
  const figures = `${trips[1].toFixed(3)} trips, ${items[1].toFixed(3)} items a row (${trips[0].toFixed(3)}, ${items[0].toFixed(3)} at ${SMALL})`;
  return [
    line("P3", figures, large.first, LARGE, "none more", trips[1] <= trips[0] && items[1] <= items[0]),
    line(
      "C3",
      `row of ${SMALL} read again; ${ratio.toFixed(1)} x cheaper in CPU (P4)`,
      small.again,
      SMALL,
      "0 WRU, <= 0.02 RRU",
      isFree(small.again, SMALL) && ratio >= 5,
    ),
    line(
      "C3b",
      `row of ${LARGE} read again, most older than the digest`,
      large.again,
      LARGE,
      "no row written",
      large.again.tally.unchanged === LARGE,
    ),
  ];
}

const isFree = ({ meter }: Ingest, rows: number): boolean => meter.wru === 0 && meter.rru / rows <= 0.02;
