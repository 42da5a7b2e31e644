import { describe, expect, test } from "vitest";
import { CASES, row } from "./cases/all.ts";
import { benchOf } from "./cases/bench.ts";
import { bankErrorOf } from "./sandbox.ts";

const byUri = CASES.filter(({ paging }) => paging === "next_uri");

describe.each(byUri)("$name, whose pages have addresses", (one) => {
  test("tells deletions among what changed, and never among what is live", async () => {
    const bench = benchOf(one, { rows: [row(1), row(2, { deleted: true })] });
    const changed = await bench.read({ since: "2026-11-01T00:00:00.000Z" });
    expect(changed.rows.map(({ providerId, deleted }) => [providerId, deleted])).toEqual([
      ["1", false],
      ["2", true],
    ]);
    expect((await bench.read()).rows.map(({ providerId }) => providerId)).toEqual(["1"]);
  });

  const page = (next: string) => `{"resources":[],"pagination":${next}}`;

  test.each(['{"next_uri":null}', '{"next_uri":"null"}', '{"next_uri":""}', '{"next_uri":" "}', "{}", "null", '{"next_uri":"undefined"}'])(
    "ends where the next page is %s",
    async (next) => {
      const bench = benchOf(one);
      bench.fail({ kind: "body", body: page(next), at: one.rowsAt });
      expect((await bench.read()).rows).toEqual([]);
      expect(bench.rowCalls()).toBe(1);
    },
  );

  test("stops when pages go round in circles", async () => {
    const bench = benchOf(one);
    bench.fail({ kind: "body", body: page(`{"next_uri":"${one.rowsAt}?after=b"}`), at: one.rowsAt, times: 99 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind: "invalid_answer", message: expect.stringContaining("circles") });
    expect(bench.rowCalls()).toBe(2);
  });

  test("stops after 500 pages", async () => {
    const bench = benchOf(one);
    for (let index = 0; index < 501; index += 1)
      bench.fail({ kind: "body", body: page(`{"next_uri":"${one.rowsAt}?after=${index}"}`), at: one.rowsAt, after: 0 });
    expect(await bankErrorOf(bench.read())).toMatchObject({ message: expect.stringContaining("500 pages") });
    expect(bench.rowCalls()).toBe(500);
  });

  test.each([
    "http://elsewhere.example/",
    "//elsewhere.example",
    "https://bridge.example@elsewhere.example",
    "\\\\\\\\elsewhere.example",
    "file:///etc/passwd",
    "/other",
  ])("never follows a next page to %s", async (origin) => {
    const bench = benchOf(one);
    bench.fail({ kind: "body", body: page(`{"next_uri":"${origin}${origin === "/other" ? "" : one.rowsAt}"}`), at: one.rowsAt });
    expect(await bankErrorOf(bench.read())).toMatchObject({ kind: "invalid_answer" });
    expect(bench.calls.every(({ url }) => url.origin === one.base)).toBe(true);
  });
});
