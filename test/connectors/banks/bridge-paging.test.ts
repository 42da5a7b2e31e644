import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bind, shut } from "#infra/local/listen";
import { bankErrorOf, bankOfOneUser, everyRow, ROWS } from "./sandbox.ts";

type Bench = Awaited<ReturnType<typeof bankOfOneUser>>;
const held: { bench?: Bench; canary?: Server; canaryPort?: number; strangers: number } = { strangers: 0 };
const bench = (): Bench => {
  if (!held.bench) throw new Error("not started");
  return held.bench;
};
beforeAll(async () => {
  held.bench = await bankOfOneUser();
  bench().world.upsert(...Array.from({ length: 1_203 }, (_, index) => ({ id: index + 1, amount: "1" })));
  held.canary = createServer((_, response) => {
    held.strangers += 1;
    response.end("{}");
  });
  held.canaryPort = await bind(held.canary, 0);
});
beforeEach(() => bench().control.clearFaults());
afterAll(async () => {
  await bench().close();
  if (held.canary) await shut(held.canary);
});

const open = () => bench().bank.open(bench().userId);
const rowCalls = () => bench().control.calls.filter((call) => call.startsWith(`GET ${ROWS}`)).length;

describe("a read", () => {
  test("takes every page, of 500 rows at most", async () => {
    const sizes: number[] = [];
    const before = rowCalls();
    for await (const page of (await open()).rows()) sizes.push(page.length);
    expect(sizes).toEqual([500, 500, 203]);
    expect(rowCalls() - before).toBe(3);
  });

  test("since an instant takes what changed from it on, the deleted rows too", async () => {
    bench().clock.advance(60);
    const since = bench().clock.now().toISOString();
    bench().world.remove(7);
    bench().world.edit(8, { amount: "2.5" });
    bench().world.reissue(9, 2_009);
    const changed = await everyRow((await open()).rows(since === undefined ? {} : { since }));
    expect(changed.map(({ providerId, deleted }) => [providerId, deleted])).toEqual([
      ["7", true],
      ["8", false],
      ["9", true],
      ["2009", false],
    ]);
    const snapshot = await everyRow((await open()).rows());
    expect(snapshot).toHaveLength(1_202);
    expect(snapshot.some(({ providerId }) => providerId === "7" || providerId === "9")).toBe(false);
  });

  test.each([[null], ["null"], [""], [" "]])("ends where the next page is %j", async (nextUri) => {
    bench().control.fail({ kind: "next_uri", nextUri, path: ROWS });
    expect(await everyRow((await open()).rows())).toHaveLength(500);
  });

  test("ends where there is no pagination at all", async () => {
    bench().control.fail({ kind: "body", body: '{"resources":[]}', path: ROWS });
    expect(await everyRow((await open()).rows())).toEqual([]);
  });

  test("follows an absolute next page of the bank's own", async () => {
    bench().control.fail({ kind: "next_uri", nextUri: `${bench().url}${ROWS}?limit=3`, path: ROWS });
    bench().control.fail({ kind: "next_uri", nextUri: null, path: ROWS });
    expect(await everyRow((await open()).rows())).toHaveLength(503);
  });
});

describe("a read stops", () => {
  const readAfter = async (nextUri: string) => {
    bench().control.fail({ kind: "next_uri", nextUri, path: ROWS });
    return bankErrorOf(everyRow((await open()).rows()));
  };

  test("rather than send its credentials to another host", async () => {
    const canary = `127.0.0.1:${held.canaryPort}`;
    const own = new URL(bench().url).host;
    for (const nextUri of [
      `http://${canary}${ROWS}`,
      `//${canary}${ROWS}`,
      `http://${own}@${canary}${ROWS}`,
      `https://${own}${ROWS}`,
      `\\\\${canary}${ROWS}`,
      "file:///etc/passwd",
      "/elsewhere",
      "http://",
    ])
      expect(await readAfter(nextUri)).toMatchObject({ kind: "invalid_answer" });
    expect(held.strangers).toBe(0);
  });

  test("when a page leads to itself", async () => {
    const before = rowCalls();
    expect(await readAfter("self")).toMatchObject({ kind: "invalid_answer" });
    expect(rowCalls() - before).toBe(1);
  });

  test("when two pages lead to each other", async () => {
    bench().control.fail({ kind: "next_uri", nextUri: `${ROWS}?after=b`, path: ROWS });
    bench().control.fail({ kind: "next_uri", nextUri: `${ROWS}?limit=500`, path: ROWS });
    expect(await bankErrorOf(everyRow((await open()).rows()))).toMatchObject({ kind: "invalid_answer" });
  });

  test("after 500 pages", async () => {
    for (let index = 0; index < 501; index += 1)
      bench().control.fail({ kind: "body", body: `{"resources":[],"pagination":{"next_uri":"${ROWS}?after=${index}"}}`, path: ROWS });
    const before = rowCalls();
    expect(await bankErrorOf(everyRow((await open()).rows()))).toMatchObject({
      kind: "invalid_answer",
      message: expect.stringContaining("500 pages"),
    });
    expect(rowCalls() - before).toBe(500);
  });
});
