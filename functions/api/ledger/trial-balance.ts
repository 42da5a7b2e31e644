import * as z from "zod";
import { BusinessDate, earliest, lastDayOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { ThirdParty } from "#domain/ledger/entry";
import { type FiscalYear, sameDayIn } from "#domain/ledger/fiscal-year";
import { assertBalances, compared, type TrialBalance } from "#domain/ledger/trial-balance";
import { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { Flag } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { yearBefore } from "#store/ledger-books";
import type { KeptBy } from "#store/ledger-totals";
import { BALANCE } from "./examples.ts";

const Columns = z.object({
  openingDebitCents: Cents,
  openingCreditCents: Cents,
  debitCents: Cents,
  creditCents: Cents,
  debitBalanceCents: Cents,
  creditBalanceCents: Cents,
});
const Balances = Columns.pick({ debitBalanceCents: true, creditBalanceCents: true });
const TrialBalanceView = z
  .object({
    yearId: z.string(),
    startsOn: BusinessDate,
    through: BusinessDate,
    by: z.enum(["account", "third_party"]),
    rows: z.array(
      Columns.extend({
        account: z.string(),
        label: z.string(),
        thirdParty: ThirdParty.nullable(),
        /** Balances a year earlier, when compared. */
        previous: Balances.nullable(),
      }),
    ),
    totals: Columns,
    notice: z.string(),
  })
  .meta({ id: "TrialBalance", examples: [BALANCE] });

const MONTH = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const balanceRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/ledger/trial-balance",
  may: "books:read",
  summary:
    "Trial balance of validated entries at any date, by account or third party, from kept totals; compared with the year before on demand",
  query: z.strictObject({
    ...YearChoice,
    month: MONTH.exactOptional(),
    through: BusinessDate.exactOptional(),
    by: z.enum(["account", "third_party"]).default("account"),
    compare: Flag.default(false),
  }),
  returns: TrialBalanceView,
  refuses: ["year.not_found", "year.ambiguous", "conflict.changed_meanwhile"],
  async handle({ query, actor, table }) {
    const years = await companies(table, actor.companyId).years();
    const year = chosenYear(years, query);
    const through = throughOf(query, year);
    const before = query.compare ? yearBefore(years, year) : null;
    const asked = { table, companyId: actor.companyId, by: query.by };
    const own = await balanceOf(asked, year, through);
    const shown = before ? compared(own, await balanceOf(asked, before, sameDayIn(before, year, through))) : own;
    const rows = shown.rows.map((row) => ({ ...row, previous: row.previous ?? null }));
    return { yearId: year.id, startsOn: year.startsOn, through, by: query.by, rows, totals: shown.totals, notice: NOTICE };
  },
});

const NOTICE = "Comptabilité tenue d'après la banque : sans factures, le compte de résultat est incomplet.";

type Asked = { readonly table: Db; readonly companyId: CompanyId; readonly by: KeptBy };

async function balanceOf({ table, companyId, by }: Asked, year: FiscalYear, through: BusinessDate): Promise<TrialBalance> {
  const { readTrialBalance } = await import("#store/trial-balances");
  const found = await readTrialBalance(table, companyId, year, through, by);
  if (by === "account") assertBalances(found.totals);
  return found;
}

function throughOf({ month, through }: { readonly month?: string; readonly through?: BusinessDate }, year: FiscalYear): BusinessDate {
  if (month !== undefined && through !== undefined)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/month", message: "two_dates" }] });
  const [asked, pointer] =
    through !== undefined ? [through, "/query/through"] : [month === undefined ? year.endsOn : lastDayOf(month), "/query/month"];
  if (asked < year.startsOn) throw new Refusal("request.invalid", { flaws: [{ pointer, message: "invalid" }] });
  return earliest(asked, year.endsOn);
}
