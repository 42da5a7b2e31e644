import { instantOf } from "#domain/dates";
import { consumer } from "#runtime/worker";
import { type Export, exports, type Made } from "#store/exports";
import { makeFec } from "./fec.ts";
import { makeGeneralLedger } from "./general-ledger.ts";
import { makeCategories, makeInvoices } from "./lists.ts";
import type { Making } from "./making.ts";
import { makeTransactions } from "./transactions.ts";
import { makeTrialBalance } from "./trial-balance.ts";

/** Makes an export: rows by page -> bytes -> S3. Made twice, it is the same object with the same bytes. */
export const produceExport = consumer({
  name: "exports/produce",
  queue: "exports",
  needs: ["table", "documents", "assets"],
  memoryMb: 1_769,
  timeoutSeconds: 600,
  errorImpact: "Un export demandé par un comptable n'est pas produit.",
  async handle({ message, table, documents, assets, now, receiveCount, receivesMax }) {
    const { companyId, exportId } = message;
    const store = exports(table, companyId);
    const wanted = await store.get(exportId);
    if (wanted.status === "done") return;
    await store.note(exportId, { status: "running", updatedAt: instantOf(now()) });
    try {
      await store.finish(exportId, await make(wanted, { table, documents, assets, companyId }), instantOf(now()));
    } catch (error) {
      const status = receiveCount >= receivesMax ? "failed" : "queued";
      await store.note(exportId, { status, updatedAt: instantOf(now()) });
      throw error;
    }
  },
});

async function make(wanted: Export, making: Making): Promise<Made> {
  switch (wanted.kind) {
    case "fec":
      return makeFec(wanted, making);
    case "transactions":
      return makeTransactions(wanted, making);
    case "categories":
      return makeCategories(wanted, making);
    case "invoices":
      return makeInvoices(wanted, making);
    case "trial_balance":
      return makeTrialBalance(wanted, making);
    case "general_ledger":
      return makeGeneralLedger(wanted, making);
  }
}
