import { instantOf } from "#domain/dates";
import { isLetterable } from "#domain/ledger/chart-accounts";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { LetteringGroup, LetteringLine } from "#domain/ledger/lettering";
import { letterCode } from "#domain/ledger/lettering-codes";
import { matchLines } from "#domain/ledger/lettering-match";
import { Refusal } from "#domain/refusals";
import { companies } from "#store/companies";
import { TRANSACTION_ACTIONS_MAX } from "#store/db";
import type { JobInput, LetteringResult } from "#store/jobs";
import { openYearCheck, readHead } from "#store/ledger-heads";
import { keptAccounts } from "#store/ledger-totals";
import { GROUP_LINES_MAX, type Lettering, letterActions, letteringChangedAction, letterings, takeCodesAction } from "#store/letterings";
import { letteredLines } from "#store/open-lines";
import { commit } from "#store/outbox";
import type { JobTools } from "./tools.ts";

/** Letters what cancels out in a year: all accounts that can be lettered, or one. What is lettered already stays; running again adds nothing. */
export async function letterYear({ yearId, account }: Extract<JobInput, { kind: "letter" }>, tools: JobTools): Promise<LetteringResult> {
  const { table, companyId, progress } = tools;
  const year = (await companies(table, companyId).years()).find(({ id }) => id === yearId);
  if (!year) throw new Refusal("year.not_found");
  if ((await readHead(table, companyId, yearId))?.closed) throw new Refusal("year.closed");
  const known = (await keptAccounts(table, companyId, year)).map((kept) => kept.account);
  const total = { groups: 0, lines: 0 };
  for (const one of known.filter((number) => isLetterable(number) && (account === null || account === number))) {
    const lines = await letteredLines({ table, companyId, year, account: one, known });
    for (const own of byParty((lines ?? []).filter(({ letteringCode }) => letteringCode === null))) {
      const groups = matchLines(own).filter((group) => group.lines.length <= GROUP_LINES_MAX);
      for (const batch of batchesOf(groups)) {
        await letterGroups(batch, year, tools);
        total.groups += batch.length;
        total.lines += batch.reduce((sum, group) => sum + group.lines.length, 0);
        await progress(total.lines);
      }
    }
  }
  return { yearId, ...total };
}

function byParty(lines: readonly LetteringLine[]): Iterable<readonly LetteringLine[]> {
  const parties = new Map<string, LetteringLine[]>();
  for (const line of lines) {
    const key = line.thirdPartyCode ?? "";
    parties.set(key, [...(parties.get(key) ?? []), line]);
  }
  return parties.values();
}

/** Groups that fit one transaction with their counter, the year's count of changes and the event. */
function batchesOf(groups: readonly LetteringGroup[]): LetteringGroup[][] {
  const batches: LetteringGroup[][] = [];
  let room = 0;
  for (const group of groups) {
    const actions = 1 + group.lines.length;
    if (actions > room) {
      batches.push([]);
      room = TRANSACTION_ACTIONS_MAX - 4;
    }
    batches.at(-1)?.push(group);
    room -= actions;
  }
  return batches;
}

/** Writes groups of one account and third party. A line lettered by somebody else meanwhile fails the whole batch: the job is run again. */
async function letterGroups(
  groups: readonly LetteringGroup[],
  { id: yearId }: FiscalYear,
  { table, companyId, now, newId, requestId, doer }: JobTools,
): Promise<void> {
  const [first] = groups;
  if (!first) return;
  const at = instantOf(now());
  const used = await letterings(table, companyId, yearId).codesUsed(first.account, first.thirdPartyCode);
  const lettered: Lettering[] = groups.map((group, index) => ({ ...group, lines: [...group.lines], code: letterCode(used + index), at }));
  const actions = [
    takeCodesAction(companyId, yearId, first, used, groups.length),
    ...lettered.flatMap((group) => letterActions(companyId, yearId, group)),
    letteringChangedAction(companyId, yearId),
    openYearCheck(companyId, yearId),
  ];
  const objects = lettered.map(({ account, thirdPartyCode, code }) => ({ id: `${account}/${thirdPartyCode ?? "-"}/${code}` }));
  const event = { id: newId("event"), type: "lettering.made", at, doer, requestId, objects } as const;
  if (!(await commit(table, companyId, actions, event)).done) throw new Refusal("conflict.changed_meanwhile");
}
