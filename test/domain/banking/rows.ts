import type { IncomingRow, RememberedRow } from "#domain/banking/incoming";
import type { Plan, Reading } from "#domain/banking/reading";
import { planReading } from "#domain/banking/reconcile";
import type { BankRow, Categorisation } from "#domain/banking/row";
import { businessDate, type Instant } from "#domain/dates";
import { cents, EUR } from "#domain/money";

/** Builders for bank rows in tests. Row hashes are the provider id, padded, so that a test can name them. */
const hashOf = (providerId: string, place: 1 | 2 = 1): string =>
  `${place === 1 ? "" : "2"}${providerId.toUpperCase()}`.padStart(20, "0").replace(/[ILOU]/g, "X");

export const BY_RULE: Categorisation = { code: "35", confidencePpm: 900_000, source: "rule", ruleId: "telecom", reason: "Télécoms" };

type Fields = Partial<Omit<IncomingRow, "amountCents" | "date">> & {
  readonly providerId: string;
  readonly amount?: number;
  readonly date?: string;
};

export function incoming({ amount = -4_200, date = "2025-03-10", ...fields }: Fields): IncomingRow {
  const { providerId } = fields;
  const row = {
    keys: [hashOf(providerId), hashOf(providerId, 2)] as const,
    status: "booked" as const,
    deleted: false,
    source: "bridge:1",
    currency: EUR,
    transactionDate: null,
    valueDate: null,
    label: "ORANGE",
    rawLabel: "PRLV SEPA ORANGE",
    merchantKey: "ORANGE",
    updatedAt: "2025-03-10T08:00:00.000Z",
    ...fields,
    amountCents: cents(amount),
    date: businessDate(date),
  };
  return { ...row, contentHash: `${row.status}${amount}${date}${row.label}${row.deleted}${row.updatedAt}`.slice(0, 32) };
}

/** An account as a map of rows, with what the sync does around the plan: write it, remember pending rows. */
export function book(isShared = false, told: Partial<Pick<Reading, "absentAreGone" | "bookedOnly" | "at">> = {}) {
  const held = new Map<string, BankRow>();
  const gone = new Map<string, RememberedRow>();
  const pending = new Map<string, RememberedRow>();
  return {
    held,
    read(rows: readonly IncomingRow[], snapshot = true): Plan {
      const at: Instant = "2025-03-11T06:00:00.000Z";
      const plan = planReading({
        ordinal: 1,
        source: rows[0]?.source ?? "bridge:1",
        incoming: rows,
        held,
        pending: [...pending.values()],
        categorise: () => BY_RULE,
        at,
        gone: [...gone.values()],
        nearby: isShared ? [...new Set(held.values())].filter(({ status }) => status !== "deleted") : [],
        taken: new Set(),
        wholeFrom: snapshot ? businessDate("2025-01-01") : null,
        absentAreGone: false,
        bookedOnly: false,
        tells: null,
        ...told,
      });
      for (const { after, alias } of plan.changes) {
        for (const key of alias ? [after.hash, alias] : [after.hash]) held.set(key, after);
        if (plan.changes.length < 100) for (const [key, row] of held) if (row.hash === after.hash) held.set(key, after);
      }
      for (const { keys, merchantKey } of rows) {
        const row = held.get(keys[0]);
        if (row?.status === "pending")
          pending.set(row.hash, { hash: row.hash, providerId: row.providerId, amountCents: row.amountCents, date: row.date, merchantKey });
      }
      for (const { after } of plan.changes) {
        const { hash, providerId, amountCents, date, status } = after;
        if (status === "deleted") gone.set(hash, { hash, providerId, amountCents, date, merchantKey: "" });
        else gone.delete(hash);
      }
      for (const [hash] of pending) if (held.get(hash)?.status !== "pending") pending.delete(hash);
      return plan;
    },
    edit(providerId: string, change: Partial<BankRow>): void {
      const row = held.get(hashOf(providerId));
      if (!row) throw new Error("no such row");
      const next = { ...row, ...change, version: row.version + 1 };
      for (const [key, value] of held) if (value === row) held.set(key, next);
    },
    live: (): BankRow[] => [...new Set(held.values())].filter(({ status }) => status !== "deleted"),
  };
}
