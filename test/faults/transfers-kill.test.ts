import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { inProcessJson } from "#infra/local/aws/in-process";
import type { Engine } from "#infra/local/dynamodb/engine";
import { linkTransfers } from "#runtime/banking/link-transfers";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import { newMeter } from "#store/meter";
import { rows } from "#store/rows";
import { everyKillPoint } from "#test/faults/harness";
import { finally400, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { dataOf } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company } from "#test/world";

type Trial = SwitchableWorld & { readonly mine: Awaited<ReturnType<typeof company>> };

const label = "VIR INTERNE";
const said = (code: string) => ({
  label,
  rawLabel: label,
  categorisation: { code, confidencePpm: 1, source: "rule" as const, ruleId: null, reason: "" },
});

/** Two pairs to link, a transfer with two candidates, and a linked pair of which a leg was deleted since. */
async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  for (const name of ["Courant", "Livret"]) await openAccount(mine, name);
  const updatedAt = world.clock.now().toISOString();
  const leg = (index: number, ordinal: number, amount: number, date: string, code = "51") =>
    bankRow({ index, ordinal, amount, date, updatedAt, ...said(code) });
  const old = [leg(1, 1, -900, "2026-11-02"), leg(2, 2, 900, "2026-11-02", "01")];
  await seedRows(world, mine.id, old);
  await linkTransfers(linking(world.table(mine.id), mine, world), 2);
  const held = await rows(world.table(mine.id), mine.id).get(transactionId(leg(2, 2, 900, "2026-11-02")));
  await seedRows(world, mine.id, [{ ...held, status: "deleted", version: held.version + 1 }], [held]);
  await seedRows(world, mine.id, [
    ...[leg(11, 1, -500, "2026-11-10"), leg(12, 2, 500, "2026-11-11", "01"), leg(13, 1, -70, "2026-11-12"), leg(14, 2, 70, "2026-11-12")],
    ...[leg(15, 1, -33, "2026-11-13"), leg(16, 2, 33, "2026-11-13"), leg(17, 2, 33, "2026-11-13")],
  ]);
  return Object.assign(world, { mine });
}

const linking = (table: ReturnType<typeof db>, { id: companyId }: Trial["mine"], { clock, newId }: Pick<Trial, "clock" | "newId">) => ({
  ...{ table, companyId, now: clock.now, newId, requestId: "test" },
});

/** The work over the engine that may die. */
function run(engine: Engine, world: Trial): Promise<unknown> {
  const requestHandler = inProcessJson(
    { dynamodb: (operation, input) => engine.exec(operation, input).catch(finally400) },
    "test",
    () => true,
  );
  const options = {
    region: "eu-west-3",
    endpoint: world.awsUrl,
    credentials: { accessKeyId: "t", secretAccessKey: "t" },
    requestHandler,
    maxAttempts: 1,
  };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  return linkTransfers(linking(db(client, "numma", companyScope(world.mine.id), newMeter()), world.mine, world), "look_again");
}

it("killed before and after every write, linking ends with the same pairs, each once, and totals equal to the rows", async () => {
  const report = await everyKillPoint<Trial>({
    fresh,
    run,
    async check(world) {
      const { live, kept, rows: all } = await bankState(world, world.mine.id);
      expect(kept).toEqual(recomputed(all));
      const linked = live.filter(({ transfer }) => transfer !== null);
      expect(linked.map(({ amountCents }) => amountCents).sort()).toEqual([-500, -70, 500, 70].sort());
      const byId = new Map(live.map((row) => [transactionId(row), row]));
      for (const row of linked) {
        const other = row.transfer === null ? undefined : byId.get(row.transfer);
        expect([other?.transfer, (other?.amountCents ?? 0) + row.amountCents]).toEqual([transactionId(row), 0]);
        expect(row.categorisation.code).toBe("51");
      }
      expect(dataOf(await world.mine.get("/api/transfers"))).toHaveLength(2);
      expect(dataOf<{ transaction: object }>(await world.mine.get("/api/transfers/suggestions"))).toHaveLength(3);
    },
  });
  console.log(`transfers: killed at ${report.killPoints} points of ${report.writes} writes, each pair once, totals = sum of rows`);
  expect(report.killPoints).toBe(report.writes * 2);
});
