import { instantOf } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { groupOf, type LineRef } from "#domain/ledger/lettering";
import { checkGroup } from "#domain/ledger/lettering-check";
import { letterCode } from "#domain/ledger/lettering-codes";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import type { HttpRequest } from "#runtime/request";
import type { Db } from "#store/db";
import { entries } from "#store/entries";
import { openYearCheck } from "#store/ledger-heads";
import { type Lettering, letterActions, letteringChangedAction, letterings, takeCodesAction } from "#store/letterings";
import { lineOf } from "#store/open-lines";
import { commit } from "#store/outbox";

type Asked = { readonly lines: readonly { readonly entryNumber: number; readonly line: number }[]; readonly partial: boolean };
type Call = {
  readonly table: Db;
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

/** Letters the lines a person chose, all or none. Refuses lines that do not belong together, or are lettered already. */
export async function letterLines(year: FiscalYear, body: Asked, { table, actor, request, now, newId }: Call): Promise<Lettering> {
  const { companyId } = actor;
  const refs = body.lines.map(({ entryNumber, line }) => ({ entryNumber, lineIndex: line }));
  const lines = await linesOf(table, companyId, year, refs);
  const problems = checkGroup(lines, { partial: body.partial });
  const letteringOf = await letterings(table, companyId, year.id).ofLines(problems.includes("line_twice") ? [] : refs);
  const flaws = [...problems, ...(refs.some((ref) => letteringOf(ref)) ? ["already_lettered"] : [])].map((message) => ({
    pointer: "/lines",
    message,
  }));
  if (flaws.length > 0) throw new Refusal("lettering.refused", { flaws });
  const group = groupOf(lines, "manual");
  const used = await letterings(table, companyId, year.id).codesUsed(group.account, group.thirdPartyCode);
  const code = letterCode(used);
  const at = instantOf(now());
  const lettering: Lettering = { ...group, lines: [...group.lines], code: group.differenceCents === 0 ? code : code.toLowerCase(), at };
  const actions = [
    takeCodesAction(companyId, year.id, group, used, 1),
    ...letterActions(companyId, year.id, lettering),
    letteringChangedAction(companyId, year.id),
    openYearCheck(companyId, year.id),
  ];
  const doer = doerOf(actor);
  const objects = [{ id: `${group.account}/${group.thirdPartyCode ?? "-"}/${lettering.code}` }];
  const event = { id: newId("event"), type: "lettering.made", at, doer, requestId: request.requestId, objects } as const;
  if (!(await commit(table, companyId, actions, event)).done) throw new Refusal("conflict.changed_meanwhile");
  return lettering;
}

/** Lines by entry number and place; one that is not there refuses the whole. */
async function linesOf(table: Db, companyId: CompanyId, year: FiscalYear, refs: readonly LineRef[]) {
  const found = await Promise.all(
    [...new Set(refs.map(({ entryNumber }) => entryNumber))].map(
      async (number) => (await entries(table, companyId, year.id).after(number - 1, 1))[0],
    ),
  );
  const byNumber = new Map(found.flatMap((entry) => (entry ? [[entry.number, entry] as const] : [])));
  return refs.map(({ entryNumber, lineIndex }, index) => {
    const entry = byNumber.get(entryNumber);
    const line = entry?.lines[lineIndex];
    if (!entry || !line) throw new Refusal("lettering.refused", { flaws: [{ pointer: `/lines/${index}`, message: "invalid" }] });
    return lineOf({ entry, line, lineIndex });
  });
}
