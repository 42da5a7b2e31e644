import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { accountLabel } from "#domain/ledger/chart";
import { AccountNumber, ThirdParty } from "#domain/ledger/entry";
import { EntryId } from "#domain/ledger/entry-id";
import { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { listOf, listQuery } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear, YearChoice } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { RENT_LEDGER, RENT_LINE } from "./examples.ts";

const LineView = z
  .object({
    entryId: EntryId,
    line: z.int(),
    date: BusinessDate,
    number: z.int(),
    journal: z.string(),
    pieceRef: z.string(),
    pieceDate: BusinessDate,
    label: z.string(),
    thirdParty: ThirdParty.nullable(),
    debitCents: Cents,
    creditCents: Cents,
    /** Balance after this line, debit above zero. */
    balanceCents: Cents,
    lettering: z.object({ code: z.string(), on: BusinessDate }).nullable(),
  })
  .meta({ id: "LedgerLine", examples: [RENT_LINE] });

const Ledger = listOf(LineView)
  .extend({
    yearId: z.string(),
    account: AccountNumber,
    label: z.string(),
    thirdParty: ThirdParty.nullable(),
    from: BusinessDate,
    to: BusinessDate,
    /** Balance before the first line of the period, debit above zero. The opening entry is a line of the year's first day. */
    openingBalanceCents: Cents,
  })
  .meta({ id: "GeneralLedger", examples: [RENT_LEDGER] });

/** The last line shown and the balance after it. */
const Position = z.tuple([BusinessDate, z.int(), z.int(), z.int()]);

export const generalLedgerRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/ledger/general-ledger",
  may: "books:read",
  summary: "Lines of an account, or of one third party on it, by date, each with the balance after it",
  query: listQuery({
    ...YearChoice,
    account: AccountNumber,
    thirdParty: ThirdParty.shape.code.exactOptional(),
    from: BusinessDate.exactOptional(),
    to: BusinessDate.exactOptional(),
  }),
  returns: Ledger,
  refuses: ["year.not_found", "year.ambiguous", "request.bad_cursor", "conflict.changed_meanwhile"],
  async handle({ query, actor, table, cursors }) {
    const { companyId } = actor;
    const year = chosenYear(await companies(table, companyId).years(), query);
    const { account, thirdParty } = query;
    const [from, to] = [query.from ?? year.startsOn, query.to ?? year.endsOn];
    if (from < year.startsOn || to > year.endsOn || from > to)
      throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/from", message: "invalid" }] });
    const { ledgerPage } = await import("./general-ledger-page.ts");
    const asked = { table, companyId, year, account, from, to, limit: query.limit, ...(thirdParty !== undefined && { thirdParty }) };
    const { data, opening, more } = await ledgerPage(asked, cursors.open(Position));
    const last = data.at(-1);
    return {
      data,
      nextCursor: more && last ? cursors.seal([last.date, last.number, last.line, last.balanceCents]) : null,
      ...{ yearId: year.id, account, from, to, openingBalanceCents: opening.cents },
      label: opening.kept?.label ?? accountLabel(account, year.startsOn),
      thirdParty: opening.kept?.thirdParty ?? null,
    };
  },
});
