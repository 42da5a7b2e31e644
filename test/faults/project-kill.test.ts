import { expect, it } from "vitest";
import type { CompanyId } from "#domain/ids";
import type { Engine, StreamRecord } from "#infra/local/dynamodb/engine";
import { intactTrail, project } from "#test/events/trail";
import { everyKillPoint } from "#test/faults/harness";
import { type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { openAccount } from "#test/rows";
import { company } from "#test/world";

type Trial = SwitchableWorld & { readonly companyIds: readonly CompanyId[]; readonly records: readonly StreamRecord[] };

async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const [mine, theirs] = [await company(world), await company(world)];
  for (const one of [mine, theirs, mine, mine]) await openAccount(one);
  return Object.assign(world, { companyIds: [mine.id, theirs.id], records: await world.engine.stream.read(0, 100) });
}

/** As a stream does: a first batch, then what follows. A death brings the same batch back. */
async function run(engine: Engine, world: Trial): Promise<void> {
  world.through(engine);
  await project(world, world.records.slice(0, 4));
  await project(world, world.records.slice(4));
}

it("killed before and after every write, the projector leaves one intact chain, every event once, in commit order", async () => {
  const report = await everyKillPoint<Trial>({
    fresh,
    run,
    async check(world) {
      world.through(world.engine);
      for (const companyId of world.companyIds) {
        const own = world.records.filter(({ keys }) => JSON.stringify(keys).includes(companyId));
        const expected = own.map(({ keys }) => /OUT#(evt_\w+)/.exec(JSON.stringify(keys))?.[1]);
        expect((await intactTrail(world, companyId)).map(({ eventId }) => eventId)).toEqual(expected);
      }
    },
  });
  console.log(`projector: killed at ${report.killPoints} points of ${report.writes} writes, every event once, chains intact`);
  expect(report.killPoints).toBe(report.writes * 2);
});
