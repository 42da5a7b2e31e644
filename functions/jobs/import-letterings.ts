import { instantOf, latest } from "#domain/dates";
import { isLetterable } from "#domain/ledger/chart-accounts";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { groupOf, type LetteringLine } from "#domain/ledger/lettering";
import { GROUP_LINES_MAX, type Lettering, letterActions, letteringChangedAction, letterings } from "#store/letterings";
import { commit } from "#store/outbox";
import type { JobTools } from "./tools.ts";

/** Groups remembered; a file with more keeps the first ones. */
const GROUPS_MAX = 50_000;

type Group = { readonly code: string; readonly lines: LetteringLine[]; on: LetteringLine["date"] };

/** Gathers the letters of a file, by account, third party and code. */
export function letteringsSeen() {
  const groups = new Map<string, Group>();
  return {
    see({ lines, date, pieceRef }: DraftEntry, entryNumber: number): void {
      for (const [lineIndex, { account, thirdParty, lettering, label, side, amountCents }] of lines.entries()) {
        if (!lettering || !isLetterable(account)) continue;
        const key = `${account}#${thirdParty?.code ?? ""}#${lettering.code}`;
        const known = groups.get(key);
        if (!known && groups.size >= GROUPS_MAX) continue;
        const group = known ?? { code: lettering.code, lines: [], on: lettering.on };
        group.on = latest(group.on, lettering.on);
        group.lines.push({
          entryNumber,
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
    groups: (): Iterable<Group> => groups.values(),
  };
}

/** Writes the letters of a file that hold two lines or more and fit a transaction; one that is there already stays. Returns how many there are. */
export async function importLetterings(
  groups: Iterable<Group>,
  year: FiscalYear,
  { table, companyId, now, newId, requestId, doer, progress }: JobTools,
): Promise<number> {
  const store = letterings(table, companyId, year.id);
  let count = 0;
  for (const { code, lines, on } of groups) {
    if (lines.length < 2 || lines.length > GROUP_LINES_MAX) continue;
    const group = groupOf(lines, "manual");
    const at = instantOf(now());
    const name = group.differenceCents === 0 ? code : code.toLowerCase();
    const lettering: Lettering = { ...group, lines: [...group.lines], code: name, on, how: "import", at };
    count += 1;
    if (await store.group(group.account, group.thirdPartyCode, name)) continue;
    const actions = [...letterActions(companyId, year.id, lettering), letteringChangedAction(companyId, year.id)];
    const objects = [{ id: `${group.account}/${group.thirdPartyCode ?? "-"}/${name}` }];
    await commit(table, companyId, actions, { id: newId("event"), type: "lettering.made", at, doer, requestId, objects });
    if (count % PROGRESS_GROUPS === 0) await progress(count);
  }
  return count;
}

const PROGRESS_GROUPS = 200;
