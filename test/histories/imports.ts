import { isDeepStrictEqual } from "node:util";
import { addDays } from "#domain/dates";
import { FORMATS, MEDIA_TYPES, type StatementFile, statementText } from "#test/simulator/statement-files";
import { tokenFor } from "#test/world";
import { type Life, tellLine, today } from "./life.ts";
import { heldBy } from "./oracle.ts";
import type { TrueAccount } from "./truth.ts";

/** A statement of some days, as the bank's site gives it now: sent, sent again, or sent by a process that dies. */
export async function importStatement(life: Omit<Life, "present">, account: TrueAccount): Promise<void> {
  const { chance: dice, truth, inFiles } = life;
  // A table of figures alone is not taken for an account in yens: nothing in it says that it is.
  const format = account.currency === "EUR" ? dice.oneOf(FORMATS) : dice.oneOf(["ofx", "camt"] as const);
  const file: StatementFile = {
    ...{ iban: account.iban, currency: account.currency, from: addDays(today(life), -dice.whole(1, 40)), through: today(life) },
    lines: truth
      .live()
      .filter((one) => one.account.key === account.key && one.state === "booked")
      .map(({ key, day, cents, label }) => ({ id: `L${life.seed}-${key}`, day, cents, label })),
  };
  for (const one of truth.live())
    if (one.account.key === account.key && one.state === "booked" && one.day >= file.from) inFiles.add(one.key);
  const bytes = statementText(format, file);
  tellLine(life, `${format} of account ${account.key} from ${file.from}`);
  await send(life, account, { bytes, type: MEDIA_TYPES[format] });
  if (!dice.happens(30)) return;
  const { simulation, mine, wrong } = life;
  const before = await heldBy(simulation.world, mine.id);
  await send(life, account, { bytes, type: MEDIA_TYPES[format] });
  const after = await heldBy(simulation.world, mine.id);
  tellLine(life, "and again");
  if (!isDeepStrictEqual(before.rows, after.rows)) wrong.push("a file sent again changed rows");
}

async function send(
  life: Omit<Life, "present">,
  account: TrueAccount,
  file: { readonly bytes: string; readonly type: string },
): Promise<void> {
  const { simulation, chance: dice, counts } = life;
  counts.imports += 1;
  if (dice.happens(20)) {
    const [write, side] = [dice.whole(1, 4), dice.oneOf(["before", "after"] as const)];
    const died = await simulation.killedAt(write, side, () => sent(life, account, file));
    if (died) counts.crashes += 1;
    tellLine(life, died ? `killed ${side} write ${write}, sent again` : "outlived its death");
  }
  const reply = await sent(life, account, file);
  if (reply.status !== 200) throw new Error(`import: ${reply.status} ${reply.text}`);
}

async function sent(
  { simulation, mine }: Omit<Life, "present">,
  account: TrueAccount,
  { bytes, type }: { readonly bytes: string; readonly type: string },
) {
  const { accounts } = await heldBy(simulation.world, mine.id);
  const ours = accounts.find(({ iban }) => iban === account.iban);
  if (!ours) throw new Error(`no account ${account.iban} to import into`);
  const token = await tokenFor(simulation.world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  return mine.as("POST", `/api/accounts/${ours.id}/import`, { token, raw: bytes, headers: { "content-type": type } });
}
