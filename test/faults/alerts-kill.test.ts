import { expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import type { Item } from "#store/db";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import type { Mine } from "#test/ledger";
import { type Answer, company, tokenFor } from "#test/world";

type Trial = SwitchableWorld & { readonly mine: Mine; readonly token: string; readonly id: string };

/** A company that was told its deadlines on the first of December, nine days later. */
async function fresh(): Promise<Trial> {
  const world = await quiet();
  const { mine } = world;
  const vat = { vat_regime: [{ value: "normal_mensuel", valid_from: "2019-01-01" }] };
  await mine.as("PUT", `/api/companies/${mine.id}`, { body: vat });
  world.clock.set("2026-12-01T05:30:00.000Z");
  await deliver(world, "alerts/deadlines", { companyId: mine.id });
  world.clock.set("2026-12-10T05:30:00.000Z");
  const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  return Object.assign(world, { token });
}

/** A company that was told nothing, and somebody's own alert. */
async function quiet(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const { body } = await mine.post("/alerts", { title: "Assurance", message: "Deux devis." });
  return Object.assign(world, { mine, token: mine.token, id: String(body["id"]) });
}

async function partition({ mine, table }: Trial, name: string): Promise<readonly Item[]> {
  const query = {
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#${name}` },
  };
  return (await table(mine.id).query(query)).items;
}
const told = async (world: Trial, type: string) => (await partition(world, "OUTBOX")).filter((item) => item["type"] === type);

/** Every tax alert as its fact and status, in the order of the facts; each has been told by exactly one event. */
async function state(world: Trial): Promise<readonly string[]> {
  const items = (await partition(world, "ALERTS")).filter(({ kind }) => kind === "tax_deadline");
  const objects = (await told(world, "alert.raised")).flatMap((item) => Object(item["objects"]) as { id: string; version: number }[]);
  for (const { id } of items) expect(objects.filter((one) => one.id === id && one.version === 1)).toHaveLength(1);
  return items.map(({ fact, status, version }) => `${fact} ${status} ${version}`).toSorted();
}

/** What a run nobody killed leaves. */
async function expected(run: (world: Trial) => Promise<unknown>): Promise<readonly string[]> {
  const world = await fresh();
  await run(world);
  const left = await state(world);
  await world.end();
  expect(left.filter((line) => line.includes("J-30") && line.includes("closed")).length).toBeGreaterThan(0);
  expect(left.filter((line) => line.includes("J-7 open")).length).toBeGreaterThan(0);
  return left;
}

const asking =
  (ask: (world: Trial) => Promise<Answer>) =>
  async (engine: Engine, world: Trial): Promise<void> => {
    world.through(engine);
    const { status } = await ask(world);
    world.through(world.engine);
    if (status >= 500) throw new Error("no answer");
  };

it("killed anywhere, the morning's round leaves the same alerts, each told by one event", async () => {
  const work = (world: Trial) => deliver(world, "alerts/deadlines", { companyId: world.mine.id });
  const left = await expected(work);
  const report = await everyKillPoint<Trial>({
    fresh,
    run: async (engine, world) => {
      world.through(engine);
      await work(world);
    },
    async check(world) {
      world.through(world.engine);
      await work(world);
      expect(await state(world)).toEqual(left);
    },
  });
  expect(report.writes).toBe(1);
  console.log(`morning's round: ${report.killPoints} kill points, one end state of ${left.length} alerts`);
});

it("killed anywhere, a refresh leaves the same alerts, with its key and without, and the round after it changes nothing", async () => {
  const ask =
    (key?: string) =>
    ({ request, token }: Trial) =>
      request("POST", "/alerts/refresh", { token, ...(key && { headers: { "idempotency-key": key } }) });
  const left = await expected(ask());
  for (const key of [undefined, "once"]) {
    const report = await everyKillPoint<Trial>({
      fresh,
      run: asking(ask(key)),
      async check(world) {
        await deliver(world, "alerts/deadlines", { companyId: world.mine.id });
        expect(await state(world)).toEqual(left);
      },
    });
    console.log(`refresh ${key ? "with a key" : "without a key"}: ${report.killPoints} kill points, one end state`);
  }
});

const CHANGES: readonly (readonly [string, (world: Trial) => Promise<Answer>, string, object | null])[] = [
  ["an acknowledgement", ({ request, token, id }) => request("POST", `/alerts/${id}/ack`, { token }), "alert.acknowledged", { version: 2 }],
  [
    "a closing",
    ({ request, token, id }) => request("PUT", `/alerts/${id}`, { token, body: { status: "closed" } }),
    "alert.updated",
    { version: 2, status: "closed" },
  ],
  ["a deletion", ({ request, token, id }) => request("DELETE", `/alerts/${id}`, { token }), "alert.deleted", null],
];

it.each(CHANGES)("killed anywhere, %s is done once and told once, and the count of live alerts agrees", async (_, ask, type, after) => {
  await everyKillPoint<Trial>({
    fresh: quiet,
    run: asking(ask),
    async check(world) {
      const items = await partition(world, "ALERTS");
      const own = items.filter(({ kind }) => kind === "custom");
      expect(own).toMatchObject(after === null ? [] : [after]);
      const live = own.filter(({ status }) => status !== "closed").length;
      expect(items.find(({ sk }) => sk === "HEAD")).toMatchObject({ written: live });
      expect(await told(world, type)).toHaveLength(1);
    },
  });
});

it("killed anywhere, an alert written with a key is there once", async () => {
  const body = { title: "Bail", message: "Relire l'indexation." };
  await everyKillPoint<Trial>({
    fresh: quiet,
    run: asking(({ request, token }) => request("POST", "/alerts", { token, body, headers: { "idempotency-key": "once" } })),
    async check(world) {
      const items = await partition(world, "ALERTS");
      expect(items.filter(({ title }) => title === "Bail")).toHaveLength(1);
      expect(items.find(({ sk }) => sk === "HEAD")).toMatchObject({ written: 2 });
    },
  });
});
