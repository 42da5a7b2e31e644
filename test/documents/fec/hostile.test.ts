import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { FEC_COLUMNS } from "#documents/fec/columns";
import { createFecDecoder } from "#documents/fec/decoder";
import { readFec } from "#documents/fec/import/reader";
import { createFecValidator } from "#documents/fec/validator";

const HEADER = `${FEC_COLUMNS.join("\t")}\r\n`;

/** Heap in bytes after a full collection. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

/** The checker's report on a hostile text, and what it holds at the end of it. */
function fed(pieces: Iterable<string>) {
  const before = heldBytes();
  const validator = createFecValidator();
  validator.push(HEADER);
  for (const piece of pieces) validator.push(piece);
  const held = heldBytes() - before;
  return { report: validator.finish(), held };
}

function* repeated(piece: (index: number) => string, times: number): Generator<string> {
  for (let index = 0; index < times; index += 1) yield piece(index);
}

test("lines with every fault are counted exactly, and told twenty times a rule", () => {
  const faulty = '\u0007"x"\t|\tA\t2025-01-01\tLOYER\t \tF1\t\t\t30/02/2025\t\uFFFD\t1 500.00\t10,00\t \t000\t20250230\t1.5\tus\r\n';
  const { report, held } = fed(repeated(() => faulty.repeat(100), 50));
  expect(report).toMatchObject({ verdict: "non_conforme", lines: 5_000 });
  for (const code of ["S10", "S11", "S12", "C01", "D02", "M09", "P04"] as const) expect(report.counts[code]).toBe(5_000);
  expect(report.findings.length).toBeLessThanOrEqual(20 * Object.keys(report.counts).length);
  expect(held).toBeLessThan(4_000_000);
});

test("one line of 20 MB is one finding", () => {
  const { report, held } = fed(repeated(() => "x".repeat(500_000), 40));
  expect(report.counts).toMatchObject({ S16: 1 });
  expect(held).toBeLessThan(4_000_000);
});

test("bytes of nothing, and lines of nothing, are counted", () => {
  expect(fed(["\0".repeat(100_000), "\r", "\0\r\0\r"]).report.lines).toBe(3);
  expect(fed(["\r".repeat(50_000)]).report.counts).toMatchObject({ S09: 50_000 });
});

test("thousands of fields on a line are one finding", () => {
  const { report } = fed(["x\t".repeat(30_000), "\r\n"]);
  expect(report.counts.S08).toBe(1);
  expect(report.findings.find(({ code }) => code === "S08")?.message).toContain("30001 au lieu de 18");
});

test("distinct accounts, third parties, journals and numbers without end stay in bounded memory", () => {
  const line = (index: number): string =>
    `J${index}\tJournal ${index}\tX${index}Y\t20250101\t${100_000 + index}AB\tCompte ${index}\tT${index}\tTiers ${index}\tP\t20250101\tL\t1,00\t0,00\tL${index}\t20250101\t20250101\t\t\r\n`;
  const { report, held } = fed(repeated((index) => Array.from({ length: 100 }, (_, rank) => line(index * 100 + rank)).join(""), 510));
  expect(report).toMatchObject({ lines: 51_000, entries: 51_000, counts: { Q06: 51_000, E10: 51_000, E01: 51_000 } });
  expect(held).toBeLessThan(40_000_000);
});

test("UTF-16 is refused by its name, by the checker and the reader", async () => {
  const bytes = Buffer.from(`\uFEFF${HEADER}`, "utf16le");
  const decoder = createFecDecoder();
  expect(decoder.decode(bytes)).toBe("");
  async function* source(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const reading = readFec(source());
  for await (const entry of reading.entries) expect(entry).toBeUndefined();
  expect(reading.report()).toMatchObject({ charset: "utf-16", verdict: "non_conforme", counts: { S19: 1 } });
});
