import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatKey } from "./keys.ts";
import { entriesOf, type Level, newLevel, walk } from "./level.ts";
import { checkLogs } from "./log-check.ts";
import { StateInUse, UnreadableState, UnwritableState } from "./state-errors.ts";

/** Raised when the layout of the store changes in a way older data does not fit. */
const FORMAT = "1";
/** Stands beside LevelDB's files, so that a store that lost everything is not taken for a new one. */
const FORMAT_FILE = "numma-format";
/** How much is read through at opening to find damage early: a second of CPU reads about a million entries. */
const READ_THROUGH_ENTRIES_MAX = 200_000;

/** Opens the store of a directory, or one in memory, and what stands in it. Throws UnreadableState, StateInUse or UnwritableState. */
export async function openState<Opened>(path: string | undefined, open: (level: Level) => Promise<Opened>): Promise<Opened> {
  if (path === undefined) {
    const level = newLevel();
    await level.open();
    return open(level);
  }
  makeWritable(path);
  readable(path, () => checkFiles(path));
  const level = newLevel(path);
  try {
    await level.open();
  } catch (error) {
    throw causeCode(error) === "LEVEL_LOCKED" ? new StateInUse(path, causeOf(error)) : new UnreadableState(path, causeOf(error));
  }
  try {
    await checkFormat(level, join(path, FORMAT_FILE));
    await walk(level, { limit: READ_THROUGH_ENTRIES_MAX }, () => true);
    return await open(level);
  } catch (error) {
    await level.close();
    throw new UnreadableState(path, error);
  }
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UnwritableState(path, error);
  }
}

function readable(path: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new UnreadableState(path, error);
  }
}

/** What LevelDB would repair by throwing away: without its CURRENT file it starts empty, and it skips damage in its logs. */
function checkFiles(path: string): void {
  const files = readdirSync(path);
  const hasData = files.some((file) => /\.(ldb|sst|log)$|^MANIFEST-/.test(file)) || files.includes(FORMAT_FILE);
  if (hasData && !files.includes("CURRENT")) throw new Error("the file CURRENT is missing");
  checkLogs(path);
}

async function checkFormat(level: Level, file: string): Promise<void> {
  const format = level.getSync(formatKey);
  if (format === undefined) {
    const [entry] = await entriesOf(level, {}, 1);
    if (entry || existsSync(file)) throw new Error("its beginning is lost");
    await level.batch([{ type: "put", key: formatKey, value: FORMAT }]);
  } else if (format !== FORMAT) throw new Error(`its format is ${format}, not ${FORMAT}`);
  if (!existsSync(file)) writeFileSync(file, `${FORMAT}\n`);
}

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause !== undefined ? error.cause : error);

function causeCode(error: unknown): unknown {
  const cause = causeOf(error);
  return typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
}
