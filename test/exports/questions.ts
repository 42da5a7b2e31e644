import { createHash } from "node:crypto";
import { expect } from "vitest";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { type Answer, company, type TestWorld } from "#test/world";

export type Mine = Awaited<ReturnType<typeof company>>;
export const TRANSACTIONS = "/api/exports/transactions/csv";

/** Asks for an export as JSON and waits for it. */
export const asked = (mine: Mine, path: string): Promise<Answer> =>
  mine.as("GET", path, { headers: { accept: "application/json", prefer: "wait=20" } });

/** A company with so many rows on one account. */
export async function withRows(world: TestWorld, count: number): Promise<Mine & { readonly accountId: string }> {
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: count }, (_, index) => bankRow({ index, ordinal })),
  );
  return { ...mine, accountId: id };
}

/** A finished export and its file, held against the hash and the size the answer gives. */
export async function made(mine: Mine, path: string) {
  const { status, body } = await asked(mine, path);
  expect({ status, state: body["status"] }, path).toEqual({ status: 200, state: "done" });
  const file = await fetch(String(body["url"]));
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(body["sha256"]);
  expect(bytes.byteLength).toBe(body["bytes"]);
  return { id: String(body["id"]), body, bytes, headers: file.headers };
}

/** Records of a CSV export whose fields hold no quotes. */
export async function records(mine: Mine, path: string): Promise<string[][]> {
  const { bytes } = await made(mine, path);
  const lines = Buffer.from(bytes).toString("utf8").split("\r\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => line.split(";"));
}
