import type { Account } from "#domain/banking/account";
import type { RowChange } from "#domain/banking/incoming";
import { type BankRow, transactionId } from "#domain/banking/row";
import { addDays, businessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { cents, EUR } from "#domain/money";
import { accounts } from "#store/accounts";
import { batchesOf, writeRows } from "#store/row-changes";
import type { company, TestWorld } from "#test/world";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A row hash out of a number, always the same. */
function hashOf(index: number): string {
  let rest = index;
  let text = "";
  do {
    text = `${CROCKFORD[rest % 32]}${text}`;
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return text.padStart(20, "0");
}

type Fields = Partial<Omit<BankRow, "amountCents" | "date">> & {
  readonly index: number;
  readonly ordinal: number;
  readonly amount?: number;
  readonly date?: string;
};

/** A booked row; amounts and categories vary with the index. */
export function bankRow({
  index,
  ordinal,
  amount = index % 3 === 0 ? 12_000 + index : -(1_000 + index),
  date,
  ...fields
}: Fields): BankRow {
  const at = "2025-06-01T06:00:00.000Z";
  return {
    ...{
      ordinal,
      hash: hashOf(index),
      status: "booked",
      currency: EUR,
      transactionDate: null,
      valueDate: null,
      note: null,
      parts: [],
      attachmentCount: 0,
      transfer: null,
      source: "bridge:1",
    },
    label: amount > 0 ? `VIR SEPA RECU DUPONT FACTURE ${index}` : `PRLV SEPA ORANGE ${index}`,
    rawLabel: amount > 0 ? `VIR SEPA RECU DUPONT FACTURE ${index}` : `PRLV SEPA ORANGE ${index}`,
    categorisation: {
      code: amount > 0 ? "01" : index % 5 === 0 ? "00" : "31",
      confidencePpm: 900_000,
      source: "rule",
      ruleId: "test",
      reason: "Test.",
    },
    ...{ providerId: `P${index}`, contentHash: `C${index}`, providerUpdatedAt: at, createdAt: at, updatedAt: at, version: 1 },
    ...fields,
    amountCents: cents(amount),
    date: businessDate(date ?? addDays(businessDate("2025-01-02"), (index % 10_000) % 300)),
  };
}

/** A manual account opened through the API. */
export async function openAccount(
  mine: Awaited<ReturnType<typeof company>>,
  name = "Compte courant",
): Promise<{ readonly id: string; readonly ordinal: number }> {
  const { body } = await mine.post("/api/accounts", { name, bank_name: "Banque Horizon", account_type: "checking" });
  return { id: String(body["id"]), ordinal: Number(String(body["ledger_account"]).slice(3)) };
}

/** Writes rows as the sync does: with their totals and events, a batch a transaction. `before` holds those that are there already. */
export async function seedRows(
  world: TestWorld,
  companyId: CompanyId,
  rows: readonly BankRow[],
  before: readonly BankRow[] = [],
): Promise<void> {
  const held = new Map(before.map((row) => [transactionId(row), row]));
  const table = world.table(companyId);
  const byOrdinal = new Map<number, Account>((await accounts(table, companyId).all()).map((account) => [account.ordinal, account]));
  for (const batch of batchesOf(rows.map((after) => changeOf(held.get(transactionId(after)) ?? null, after)))) {
    const event = {
      id: world.newId("event"),
      type: "transactions.synced",
      at: world.clock.now().toISOString(),
      doer: { kind: "system", id: "test" },
      requestId: "test",
    } as const;
    const outcome = await writeRows(table, companyId, batch, byOrdinal, event);
    if (!outcome.done) throw new Error("the fixture was not written");
  }
}

const changeOf = (before: BankRow | null, after: BankRow): RowChange => ({
  before,
  after,
  alias: null,
  kind: before ? "updated" : "added",
});

/** The legs of a transfer between two new accounts of a company, not linked yet: public ids, the one that left first. */
export async function seedTransfer(
  world: TestWorld,
  mine: Awaited<ReturnType<typeof company>>,
  from = 1,
): Promise<readonly [string, string]> {
  const [left, reached] = [await openAccount(mine), await openAccount(mine, "Livret")];
  const legs = [
    bankRow({ index: from, ordinal: left.ordinal, amount: -50_000, date: "2025-03-10" }),
    bankRow({ index: from + 1, ordinal: reached.ordinal, amount: 50_000, date: "2025-03-10" }),
  ] as const;
  await seedRows(world, mine.id, legs);
  return [transactionId(legs[0]), transactionId(legs[1])];
}
