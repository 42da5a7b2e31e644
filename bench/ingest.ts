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
import { stretchesOf } from "#runtime/banking/stretches";
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
/** P3 is told at these two. */
const [SMALL, LARGE] = [1_000, 10_000];
/** Rows read again: all of them in the digest, and most of them older than it. */
const [RECENT, OLD] = [300, 3_000];
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

/**
 * P1: rows a CPU-second from a provider's words to rows and increments of every total: keys, digests, categories, reconciliation; no I/O. They are
 * taken in as they are when an account is read, a stretch of days at a time.
 */
export function pureIngestRate(count = 20_000): number {
  const stretches = stretchesOf(providerRows(count));
  const started = process.cpuUsage();
  const added = stretches.reduce((sum, rows) => sum + planned(rows), 0);
  const spent = cpuSeconds(started);
  if (added !== count) throw new Error("not everything was taken in");
  return count / spent;
}

const categorise = categoriser({ ownNames: ["Atelier Horizon"], ownIbans: [] });

/** How many rows a plan of new rows adds, their totals reckoned. */
function planned(rows: readonly ProviderRow[]): number {
  const { changes } = planReading({
    ...{ ordinal: 1, source: "bridge:1", at: AT, categorise, tells: null, wholeFrom: null },
    ...{ absentAreGone: false, bookedOnly: false },
    ...{ held: new Map(), pending: [], gone: [], nearby: [], taken: new Set<string>() },
    incoming: rows.map((row) => incomingOf(row, { givesBookingDates: true }, SOURCE)),
  });
  const totals: TotalsDelta = new Map();
  for (const { before, after } of changes) addChange(totals, before, after);
  return totals.size === 0 ? 0 : changes.length;
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

/** Everything new. */
const ingestedOnce = async (world: TestWorld, count: number): Promise<Ingest> =>
  allAdded(count, await (await ingesting(world))(providerRows(count)));

/** Everything new, then the same again. */
export async function ingestedTwice(
  world: TestWorld,
  count: number,
  perDay?: number,
): Promise<{ readonly first: Ingest; readonly again: Ingest }> {
  const read = await ingesting(world);
  const rows = providerRows(count, perDay);
  return { first: allAdded(count, await read(rows)), again: await read(rows) };
}

function allAdded(count: number, ingest: Ingest): Ingest {
  if (ingest.tally.added !== count) throw new Error(`${ingest.tally.added} of ${count} rows were added`);
  return ingest;
}

/** P3, P4 and C3: ingest and re-reading of the same, a row; what must not grow with their number. */
export async function ingestCosts(): Promise<Cost[]> {
  const world = await testWorld({ withoutWorkers: true });
  const [small, large] = [await ingestedOnce(world, SMALL), await ingestedOnce(world, LARGE)];
  const [recent, old] = [await ingestedTwice(world, RECENT), await ingestedTwice(world, OLD)];
  await world.end();
  const trips = [small.meter.trips / SMALL, large.meter.trips / LARGE] as const;
  const items = [small.meter.items / SMALL, large.meter.items / LARGE] as const;
  const line = (id: string, what: string, { meter }: Ingest, rows: number, limit: string, within: boolean) =>
    costLine(id, what, meter.rru / rows, meter.wru / rows, limit, within);
  const ratio = recent.first.cpu / recent.again.cpu;
  const figures = `${trips[1].toFixed(4)} trips, ${items[1].toFixed(3)} items a row of ${LARGE} (${trips[0].toFixed(4)}, ${items[0].toFixed(3)} of ${SMALL})`;
  return [
    line("P3", figures, large, LARGE, "none more", trips[1] <= trips[0] && items[1] <= items[0]),
    line(
      "C3",
      `row of ${RECENT} read again; ${ratio.toFixed(1)} x cheaper in CPU (P4)`,
      recent.again,
      RECENT,
      "0 WRU, <= 0.02 RRU",
      isFree(recent.again, RECENT) && ratio >= 5,
    ),
    line(
      "C3b",
      `row of ${OLD} read again, most older than the digest`,
      old.again,
      OLD,
      "no row written",
      old.again.tally.unchanged === OLD,
    ),
  ];
}

const isFree = ({ meter }: Ingest, rows: number): boolean => meter.wru === 0 && meter.rru / rows <= 0.02;
