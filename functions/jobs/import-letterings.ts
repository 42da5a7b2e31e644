import { instantOf, latest } from "#domain/dates";
import { isLetterable } from "#domain/ledger/chart-accounts";
import type { DraftEntry, EntrySource } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { groupOf, type LetteringGroup, type LetteringLine } from "#domain/ledger/lettering";
import { indexOfCode, letterCode } from "#domain/ledger/lettering-codes";
import { Refusal } from "#domain/refusals";
import { entriesOf } from "#store/entries";
import { GROUP_LINES_MAX, type Lettering, letterActions, letteringChangedAction, letterings, takeCodesAction } from "#store/letterings";
import { commit } from "#store/outbox";
import type { JobTools } from "./tools.ts";

/** Groups remembered; a file with more keeps the first ones. */
const GROUPS_MAX = 50_000;

type SeenLine = Omit<LetteringLine, "entryNumber"> & { readonly source: EntrySource };
type Group = { readonly party: string; readonly code: string; readonly lines: SeenLine[]; on: LetteringLine["date"] };

/** Gathers the letters of a file, by account, third party and code. */
export function letteringsSeen() {
  const groups = new Map<string, Group>();
  return {
    see({ source, lines, date, pieceRef }: DraftEntry): void {
      for (const [lineIndex, { account, thirdParty, lettering, label, side, amountCents }] of lines.entries()) {
        if (!lettering || !isLetterable(account)) continue;
        const party = `${account}#${thirdParty?.code ?? ""}`;
        const key = `${party}#${lettering.code}`;
        const known = groups.get(key);
        if (!known && groups.size >= GROUPS_MAX) continue;
        const group = known ?? { party, code: lettering.code, lines: [], on: lettering.on };
        group.on = latest(group.on, lettering.on);
        group.lines.push({
          source,
          lineIndex,
          account,
          thirdPartyCode: thirdParty?.code ?? null,
          date,
          pieceRef,
          label,
          side,
          amountCents,
        });
        groups.set(key, group);
      }
    },
    groups: (): readonly Group[] => [...groups.values()].filter(({ lines }) => lines.length >= 2 && lines.length <= GROUP_LINES_MAX),
  };
}

/**
 * Writes the letters of a file that hold two lines or more and fit a transaction, on the entries as they are numbered; one that is there
 * already stays. Codes given afterwards come after those of the file. Returns how many there are.
 */
export async function importLetterings(groups: readonly Group[], year: FiscalYear, tools: JobTools): Promise<number> {
  const ranks = ranksOf(groups);
  const used = new Map<string, number>();
  let count = 0;
  for (const group of groups) {
    const { party, code, on } = group;
    const lines = await numbered(group, tools);
    const held = await heldCodes(lines, year, tools);
    if (held.some((one) => one === null)) {
      // Somebody lettered one of the lines otherwise meanwhile: what a person did stays.
      if (held.some((one) => one !== null)) continue;
      const before = used.get(party) ?? (await codesUsed(lines, year, tools));
      used.set(party, await write({ ...groupOf(lines, "manual"), on }, code, { before, after: ranks.get(party) ?? 0 }, year, tools));
    } else if (new Set(held).size > 1) continue;
    count += 1;
    if (count % PROGRESS_GROUPS === 0) await tools.progress(count);
  }
  return count;
}

const PROGRESS_GROUPS = 200;

/** Codes of our form longer than this are words: no third party ever gets so many letterings that ours come near. */
const COUNTED_CODE_LENGTH = 5;

/** By account and third party, how many of our codes the file's own take up. */
function ranksOf(groups: readonly Group[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const { party, code } of groups) {
    const rank = code.length <= COUNTED_CODE_LENGTH ? (indexOfCode(code) ?? -1) : -1;
    ranks.set(party, Math.max(ranks.get(party) ?? 0, rank + 1));
  }
  return ranks;
}

/** The lines of a group in their entries as they are really numbered. */
async function numbered({ lines }: Group, { table, companyId }: JobTools): Promise<LetteringLine[]> {
  const found = await entriesOf(table, companyId, [...new Map(lines.map(({ source }) => [sourceKey(source), source])).values()]);
  return lines.map(({ source, ...line }) => {
    const entry = found.get(sourceKey(source));
    if (!entry) throw new Error("an imported entry is not there");
    return { ...line, entryNumber: entry.number };
  });
}

async function heldCodes(lines: readonly LetteringLine[], { id }: FiscalYear, { table, companyId }: JobTools): Promise<(string | null)[]> {
  const codeOf = await letterings(table, companyId, id).ofLines(lines);
  return lines.map((line) => codeOf(line)?.code ?? null);
}

async function codesUsed([line]: readonly LetteringLine[], { id }: FiscalYear, { table, companyId }: JobTools): Promise<number> {
  return line ? letterings(table, companyId, id).codesUsed(line.account, line.thirdPartyCode) : 0;
}

/** Writes one group under its code, or under the next of ours when another bears it. Returns how many of our codes are used afterwards. */
async function write(
  group: LetteringGroup,
  code: string,
  { before, after }: { readonly before: number; readonly after: number },
  { id: yearId }: FiscalYear,
  { table, companyId, now, newId, requestId, doer }: JobTools,
): Promise<number> {
  const inCase = (name: string) => (group.differenceCents === 0 ? name : name.toLowerCase());
  const free = Math.max(before, after);
  const isTaken = (await letterings(table, companyId, yearId).group(group.account, group.thirdPartyCode, inCase(code))) !== null;
  const name = inCase(isTaken ? letterCode(free) : code);
  const used = isTaken ? free + 1 : free;
  const at = instantOf(now());
  const lettering: Lettering = { ...group, lines: [...group.lines], code: name, how: "import", at };
  const actions = [
    ...(used > before ? [takeCodesAction(companyId, yearId, group, before, used - before)] : []),
    ...letterActions(companyId, yearId, lettering),
    letteringChangedAction(companyId, yearId),
  ];
  const objects = [{ id: `${group.account}/${group.thirdPartyCode ?? "-"}/${name}` }];
  const event = { id: newId("event"), type: "lettering.made", at, doer, requestId, objects } as const;
  if (!(await commit(table, companyId, actions, event)).done) throw new Refusal("conflict.changed_meanwhile");
  return used;
}
