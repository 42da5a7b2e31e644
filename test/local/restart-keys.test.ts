import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dataOf, draft, line, type Mine } from "#test/ledger";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

const root = mkdtempSync(join(tmpdir(), "numma-restart-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
const TIMES = 20;
const isReplay = ({ headers }: Answer): boolean => headers["idempotent-replayed"] === "true";

/** What the same caller, with the token it had, asks of the world that stands there now. */
const speaking = (world: TestWorld, { token }: Mine) => ({
  post: (path: string, body: object, key: string) => world.request("POST", path, { token, body, headers: { "idempotency-key": key } }),
  get: (path: string) => world.request("GET", path, { token }),
});

/** Two lives of one data directory: everything is closed in between, and nothing is kept but the files. */
async function twice(
  name: string,
  first: (world: TestWorld, mine: Mine) => Promise<void>,
  then: (world: TestWorld, mine: Mine) => Promise<void>,
): Promise<void> {
  const onDisk = join(root, name);
  const before = await testWorld({ onDisk, withoutWorkers: true });
  const mine = await company(before);
  await first(before, mine).finally(() => before.end());
  const after = await testWorld({ onDisk });
  await then(after, mine).finally(() => after.end());
  expect([...before.errors, ...after.errors]).toEqual([]);
}

describe("a key, once the data directory is opened again,", () => {
  it("gets the stored answer, and nothing happens a second time", async () => {
    const told: Answer[] = [];
    const create = async (world: TestWorld, mine: Mine) => {
      told.push(await speaking(world, mine).post("/api/accounts", ACCOUNT, "restart"));
    };
    await twice("one", create, async (world, mine) => {
      await create(world, mine);
      const [first, again] = told;
      expect(first).toMatchObject({ status: 201 });
      expect(first && isReplay(first)).toBe(false);
      expect(again).toMatchObject({ status: 201, body: first?.body, headers: { "idempotent-replayed": "true" } });
      expect(again?.headers["location"]).toBe(first?.headers["location"]);
      expect(dataOf(await speaking(world, mine).get("/api/accounts"))).toHaveLength(1);
      const other = await speaking(world, mine).post("/api/accounts", { ...ACCOUNT, name: "Autre" }, "restart");
      expect(other.body["code"]).toBe("idempotency.other_request");
    });
  });

  it("used twenty times at once before and twenty times at once after, has one effect and one answer", async () => {
    const told: Answer[] = [];
    const storm = async (world: TestWorld, mine: Mine) => {
      told.push(...(await Promise.all(Array.from({ length: TIMES }, () => speaking(world, mine).post("/api/accounts", ACCOUNT, "storm")))));
    };
    await twice("storm", storm, async (world, mine) => {
      await storm(world, mine);
      expect(told.map(({ status }) => status)).toEqual(Array.from({ length: 2 * TIMES }, () => 201));
      expect(new Set(told.map(({ text }) => text)).size).toBe(1);
      expect(told.filter((answer) => !isReplay(answer))).toHaveLength(1);
      expect(told.slice(TIMES).every(isReplay)).toBe(true);
      expect(dataOf(await speaking(world, mine).get("/api/accounts"))).toHaveLength(1);
    });
  });

  it("of a job that nobody had run yet gets the same job, which is run once", async () => {
    const told: Answer[] = [];
    const start = async (world: TestWorld, mine: Mine) => {
      const asked = Array.from({ length: TIMES }, () =>
        speaking(world, mine).post("/api/ledger/validate", { through: "2025-02-28" }, "job"),
      );
      told.push(...(await Promise.all(asked)));
    };
    const first = async (world: TestWorld, mine: Mine) => {
      await draft(mine, "2025-02-01", [line("606300", 1_000), line("512900", -1_000)]);
      await start(world, mine);
      expect(world.sqs.queue("jobs").counts().visible).toBeGreaterThan(0);
    };
    await twice("job", first, async (world, mine) => {
      await start(world, mine);
      await world.idle();
      expect(new Set(told.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(told.map(({ text }) => text)).size).toBe(1);
      expect(new Set(told.map(({ headers }) => headers["location"])).size).toBe(1);
      expect(told.slice(TIMES).every(isReplay)).toBe(true);
      const { get } = speaking(world, mine);
      expect(dataOf(await get("/api/jobs"))).toMatchObject([{ id: told[0]?.body["id"], status: "done" }]);
      expect(dataOf(await get("/api/ledger/entries?year=2025"))).toMatchObject([{ status: "validated", number: 1 }]);
      await start(world, mine);
      await world.idle();
      expect(told.slice(TIMES).every(isReplay)).toBe(true);
      expect(dataOf(await get("/api/jobs"))).toHaveLength(1);
    });
  });
});
