import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import * as z from "zod";
import type { TestWorld } from "#test/world";

const Scanned = z.object({ Items: z.array(z.unknown()), LastEvaluatedKey: z.unknown().optional() });

/** Every item of the table, whosoever it is. */
export async function wholeTable(world: TestWorld): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const request = { TableName: "numma", ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }) };
    const page = Scanned.parse(await world.engine.exec("Scan", request));
    items.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** Every file of a folder of the world, zips opened. */
export function wholeFolder(world: TestWorld, folder: "bucket" | "queues"): readonly string[] {
  const paths = readdirSync(join(world.directory, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return paths.map((entry) => textOf(readFileSync(join(entry.parentPath, entry.name))));
}

function textOf(bytes: Buffer): string {
  if (bytes.subarray(0, 4).toString("latin1") !== "PK\u0003\u0004") return bytes.toString("utf8");
  // What the local bucket notes of an object follows the archive; nothing in it is a person's.
  const parts = Object.entries(unzipSync(bytes)).map(([path, part]) => `${path}\n${Buffer.from(part).toString("utf8")}`);
  return parts.join("\n");
}

/** Where a text is to be found: in the table, the bucket, the queues, the log, the errors. */
export async function placesOf(world: TestWorld, text: string): Promise<readonly string[]> {
  const places = {
    table: await wholeTable(world),
    bucket: wholeFolder(world, "bucket"),
    queues: wholeFolder(world, "queues"),
    log: world.events,
    errors: world.errors.map((error) => (error instanceof Error ? `${error.message} ${error.stack}` : String(error))),
  };
  return Object.entries(places).flatMap(([place, all]) =>
    all.map((one) => JSON.stringify(one)).flatMap((one) => (one.includes(text) ? [`${place}: ${one.slice(0, 200)}`] : [])),
  );
}
