import { afterAll, beforeAll, expect, it } from "vitest";
import { FILE_SOURCE } from "#domain/banking/provider";
import { AccountId } from "#domain/ids";
import { readFile } from "#runtime/banking/read-account";
import { providerRowOf } from "#runtime/statements/file-rows";
import { type Plan, readFor } from "#runtime/statements/plan";
import { digests } from "#store/digests";
import { heldBytes } from "#test/held-bytes";
import { company, type TestWorld, testWorld } from "#test/world";
import { type Mine, opened } from "./desk.ts";
import { csv, many, ofx } from "./files.ts";

const ROWS = 10_000;
/** 310 are measured. The peak of a hundred thousand rows is measured by `npm run bench`. */
const BYTES_A_ROW_MAX = 380;
/** Of a stretch of four thousand rows that was not let go there would be some millions. */
const GROWTH_MAX = 1_500_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

async function planned(mine: Mine, accountId: AccountId, text: string): Promise<Plan> {
  const into = { table: world.table(mine.id), companyId: mine.id, accountId, isConfirmed: false };
  const read = await readFor({ bytes: Buffer.from(text), fileName: null }, into);
  if (read.kind !== "plan") throw new Error(`the file is ${read.kind}`);
  return read.plan;
}

it.each([
  ["CSV", csv],
  ["OFX", ofx],
])(
  "a row of a %s file waits for its turn in a few hundred bytes: neither the file nor what is made of a row stays beside it",
  async (_, file) => {
    const mine = await company(world);
    const id = AccountId.parse(await opened(mine));
    const text = file(many(ROWS));
    await planned(mine, id, file(many(10)));
    const before = heldBytes();
    const plan = await planned(mine, id, text);
    const bytes = (heldBytes() - before) / plan.rows.length;
    console.log(`${bytes.toFixed(0)} bytes of heap a row`);
    expect(plan.rows.length).toBe(ROWS);
    expect(bytes).toBeLessThanOrEqual(BYTES_A_ROW_MAX);
  },
);

it("rows are told when their stretch comes, and let go after it", async () => {
  const mine = await company(world);
  const { rows, account } = await planned(mine, AccountId.parse(await opened(mine)), csv(many(ROWS)));
  const table = world.table(mine.id);
  const digest = await digests(table, mine.id).read(account.ordinal);
  const tools = { now: world.clock.now, newId: world.newId, requestId: "memory", doer: { kind: "system", id: "test" } as const };
  const held: number[] = [];
  let told = 0;
  const tell = (row: (typeof rows)[number]) => {
    told += 1;
    return providerRowOf(row, account);
  };
  const progress = async (done: number): Promise<void> => {
    expect(told).toBe(done);
    held.push(heldBytes());
  };
  const reading = { table, companyId: mine.id, account, digest, ownNames: [], ownIbans: [], ...tools };
  const { tally } = await readFile(reading, { rows, tell }, { source: FILE_SOURCE, read: "changes", dryRun: true, progress });
  expect(tally.added).toBe(ROWS);
  expect(held.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...held) - (held[0] ?? 0)).toBeLessThan(GROWTH_MAX);
});
