import * as z from "zod";
import { instantOf } from "#domain/dates";
import { bankNames } from "#domain/ledger/bank-entry";
import { isBooked } from "#domain/ledger/bookable";
import { type AccountInfo, accountInfo, chartAccounts } from "#domain/ledger/chart-accounts";
import { AccountNumber } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { COMPANY_JOURNALS } from "#domain/ledger/journals.fr";
import { cleanLabel } from "#domain/ledger/label";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { doerOf } from "#runtime/actor";
import { listOf, listQuery } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { readHead } from "#store/ledger-heads";
import { keptAccounts, keptOne } from "#store/ledger-totals";
import { commit } from "#store/outbox";
import { newOwnAccountAction, OWN_ACCOUNTS_MAX, ownAccounts } from "#store/own-accounts";
import { OWN_ACCOUNT, RENT_ACCOUNT } from "./examples.ts";

const route = routesNeeding("table");

const AccountView = z
  .object({
    number: AccountNumber,
    label: z.string(),
    kind: z.string(),
    role: z.string(),
    /** Which charts name the account: none for a company's own. */
    charts: z.array(z.string()),
    takesThirdParty: z.boolean(),
    isLetterable: z.boolean(),
    isTransferable: z.boolean(),
    ca3Line: z.string().nullable(),
    statement: z.object({ debit: z.string(), credit: z.string() }).nullable(),
    /** Opened by the company. */
    own: z.boolean(),
    /** Has validated entries in the year. */
    moved: z.boolean(),
  })
  .meta({ id: "LedgerAccount", examples: [RENT_ACCOUNT, OWN_ACCOUNT] });

const Filters = listQuery({
  ...YearChoice,
  used: z.enum(["true", "false"]).exactOptional(),
  search: z.string().min(1).max(60).exactOptional(),
});

const list = route({
  method: "GET",
  path: "/api/ledger/accounts",
  may: "books:read",
  summary: "Chart of accounts of a fiscal year, with the company's own sub-accounts and bank accounts",
  query: Filters,
  returns: listOf(AccountView),
  refuses: ["year.not_found", "year.ambiguous", "request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const { companyId } = actor;
    const year = chosenYear(await companies(table, companyId).years(), query);
    const [own, banks, kept] = await Promise.all([
      ownAccounts(table, companyId),
      accounts(table, companyId).all(),
      keptAccounts(table, companyId, year),
    ]);
    const labels = new Map([...own, ...banks.filter(isBooked).map((bank) => bankLabelOf(bank))]);
    const moved = new Map(kept.map(({ account, label }) => [account, label]));
    const all = chartOf(year, labels, moved).map((info) => ({ ...info, own: own.has(info.number), moved: moved.has(info.number) }));
    const after = cursors.open(z.string().max(20)) ?? "";
    const found = all.filter((one) => one.number > after && matches(one, query));
    const data = found.slice(0, query.limit);
    const last = data.at(-1);
    return { data, nextCursor: found.length > query.limit && last ? cursors.seal(last.number) : null };
  },
});

const bankLabelOf = ({
  ordinal,
  ledgerName,
}: {
  readonly ordinal: number;
  readonly ledgerName: string;
}): readonly [AccountNumber, string] => {
  const { account, label } = bankNames({ ordinal, name: ledgerName });
  return [account, label];
};

/** The chart of the year, the company's own accounts and whatever moved, each once, by number. */
function chartOf({ startsOn }: FiscalYear, labels: ReadonlyMap<string, string>, moved: ReadonlyMap<string, string>): AccountInfo[] {
  const known = new Map([...chartAccounts(startsOn)].map((info) => [String(info.number), info]));
  for (const [number, label] of [...moved, ...labels]) known.set(number, { ...accountInfo(number, startsOn), label });
  return [...known.values()].sort((left, right) => (left.number < right.number ? -1 : 1));
}

function matches(
  { number, label, moved }: { readonly number: string; readonly label: string; readonly moved: boolean },
  { used, search }: z.output<typeof Filters>,
): boolean {
  if (used !== undefined && moved !== (used === "true")) return false;
  return search === undefined || number.startsWith(search) || label.toLowerCase().includes(search.toLowerCase());
}

const create = route({
  method: "POST",
  path: "/api/ledger/accounts",
  may: "books:write",
  summary: "Open a sub-account of one's own under an account of the chart; its name stays",
  body: z
    .strictObject({ number: z.string().min(3).max(20), label: humanText(100).min(1) })
    .meta({ examples: [{ number: "613210", label: "Loyer de l'atelier" }] }),
  returns: AccountView,
  status: 201,
  refuses: ["ledger.account_unknown", "ledger.account_exists", "year.not_found"],
  async handle({ body, actor, table, now, newId, request }) {
    const { companyId } = actor;
    const years = await companies(table, companyId).years();
    const year = chosenYear(years, {});
    const number = AccountNumber.safeParse(body.number.toUpperCase().padEnd(6, "0"));
    const label = cleanLabel(body.label, 100);
    const at = (pointer: string) => ({ flaws: [{ pointer, message: "invalid" }] });
    if (!number.success || !/^[1-7]/.test(body.number)) throw new Refusal("ledger.account_unknown", at("/number"));
    if (label === "") throw new Refusal("request.invalid", { flaws: [{ pointer: "/label", message: "empty" }] });
    const info = accountInfo(number.data, year.startsOn);
    const moved = await Promise.all(years.map((one) => keptOne(table, companyId, one, number.data)));
    const taken = info.charts.length > 0 || /^512\d{3}$/.test(number.data) || moved.some((kept) => kept !== null);
    if (taken || (await ownAccounts(table, companyId)).size >= OWN_ACCOUNTS_MAX) throw new Refusal("ledger.account_exists", at("/number"));
    const doer = doerOf(actor);
    const event = {
      id: newId("event"),
      type: "ledger_account.opened",
      at: instantOf(now()),
      doer,
      requestId: request.requestId,
      objects: [{ id: number.data }],
    } as const;
    const outcome = await commit(table, companyId, [newOwnAccountAction(companyId, { number: number.data, label })], event);
    if (!outcome.done) throw new Refusal("ledger.account_exists", at("/number"));
    return { ...info, label, own: true, moved: false };
  },
});

const JournalView = z
  .object({
    code: z.string(),
    label: z.string(),
    kind: z.enum(["sales", "purchases", "bank", "miscellaneous", "opening", "closing", "imported"]),
    entries: z.int(),
    ledgerAccount: z.string().nullable(),
  })
  .meta({ id: "Journal", examples: [{ code: "BQ1", label: "Crédit Coopératif Compte courant", kind: "bank", entries: 412 }] });
const KINDS = { VE: "sales", AC: "purchases", OD: "miscellaneous", AN: "opening", CL: "closing" } as const;

const journals = route({
  method: "GET",
  path: "/api/ledger/journals",
  may: "books:read",
  summary: "Journals of a fiscal year and how many validated entries each has",
  query: z.strictObject(YearChoice),
  returns: listOf(JournalView),
  refuses: ["year.not_found", "year.ambiguous"],
  async handle({ query, actor, table }) {
    const { companyId } = actor;
    const year = chosenYear(await companies(table, companyId).years(), query);
    const [head, banks] = await Promise.all([readHead(table, companyId, year.id), accounts(table, companyId).all()]);
    const counts = new Map(head?.journals);
    const take = (code: string): number => {
      const count = counts.get(code) ?? 0;
      counts.delete(code);
      return count;
    };
    const company = COMPANY_JOURNALS.map(({ code, label }) => ({
      code,
      label,
      kind: kindOf(code),
      entries: take(code),
      ledgerAccount: null,
    }));
    const bank = banks.filter(isBooked).map(({ ordinal, ledgerName }) => {
      const { journal, journalLabel, account } = bankNames({ ordinal, name: ledgerName });
      return { code: journal, label: journalLabel, kind: "bank" as const, entries: take(journal), ledgerAccount: account };
    });
    const imported = [...counts].map(([code, entries]) => ({ code, label: code, kind: "imported" as const, entries, ledgerAccount: null }));
    return { data: [...company, ...bank, ...imported], nextCursor: null };
  },
});

function kindOf(code: string): (typeof KINDS)[keyof typeof KINDS] {
  for (const [known, kind] of Object.entries(KINDS)) if (known === code) return kind;
  throw new Error("a journal nobody declared");
}

export const chartRoutes = [list, create, journals];
