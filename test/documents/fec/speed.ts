import { createFecEncoder } from "#documents/fec/encoder";
import { createFecValidator } from "#documents/fec/validator";
import { fecFile } from "#documents/fec/writer";
import type { Entry } from "#domain/ledger/entry";
import { streamed, YEAR } from "./books.ts";
import { generatedEntries } from "./generated.ts";

/** Medians of CPU seconds, and what they come to. `ratio`: formatting and checking over writing ready-made lines, round by round. */
export type FecSpeed = {
  readonly lines: number;
  readonly writeSeconds: number;
  readonly formatSeconds: number;
  readonly formatAndCheckSeconds: number;
  readonly ratio: number;
};

const ROUNDS = 7;
const PIECE_LENGTH = 32_768;

/** Writing lines from memory: ready-made fields joined into lines, and encoded by large pieces. */
async function write(entries: AsyncIterable<readonly (readonly string[])[]>): Promise<number> {
  const encode = createFecEncoder();
  let bytes = 0;
  let waiting = "";
  for await (const rows of entries) {
    for (const fields of rows) waiting += `${fields.join("\t")}\r\n`;
    if (waiting.length <= PIECE_LENGTH) continue;
    bytes += encode(waiting).byteLength;
    waiting = "";
  }
  return bytes + encode(waiting).byteLength;
}

async function format(entries: readonly Entry[], see: (piece: string) => void): Promise<number> {
  const encode = createFecEncoder();
  let bytes = 0;
  for await (const piece of fecFile(streamed(entries), { pieceLength: PIECE_LENGTH })) {
    see(piece);
    bytes += encode(piece).byteLength;
  }
  return bytes;
}

async function formatAndCheck(entries: readonly Entry[]): Promise<number> {
  const validator = createFecValidator({ startsOn: YEAR.startsOn, endsOn: YEAR.endsOn });
  const bytes = await format(entries, validator.push);
  if (validator.finish().verdict !== "conforme") throw new Error("the generated file is not right");
  return bytes;
}

/** Measures in this process, which must do nothing else: CPU time is the process's. The first round warms up and does not count. */
export async function measureFecSpeed(lines: number): Promise<FecSpeed> {
  const entries = [...generatedEntries(lines)];
  const rows = await rowsOf(entries);
  const measures: (readonly [number, number, number])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1)
    measures.push([
      await cpuOf(() => write(each(rows))),
      await cpuOf(() => format(entries, () => undefined)),
      await cpuOf(() => formatAndCheck(entries)),
    ]);
  const [writeSeconds, formatSeconds, formatAndCheckSeconds] = [0, 1, 2].map((which) =>
    medianOf(measures.slice(1).map((all) => all[which] ?? 0)),
  );
  if (!writeSeconds || !formatSeconds || !formatAndCheckSeconds) throw new Error("nothing was measured");
  const ratio = medianOf(measures.slice(1).map(([written, , checked]) => checked / written));
  return { lines, writeSeconds, formatSeconds, formatAndCheckSeconds, ratio };
}

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function rowsOf(entries: readonly Entry[]): Promise<string[][][]> {
  const rows: string[][][] = [];
  for await (const piece of fecFile(streamed(entries)))
    rows.push(
      piece
        .split("\r\n")
        .slice(0, -1)
        .map((line) => line.split("\t")),
    );
  return rows;
}

async function cpuOf(work: () => Promise<number>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000_000;
}

const medianOf = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
