import * as z from "zod";

const Writes = z.looseObject({ RequestItems: z.record(z.string(), z.array(z.unknown())) });
const Selection = z.looseObject({ Keys: z.array(z.unknown()) });
const Reads = z.looseObject({ RequestItems: z.record(z.string(), Selection) });
const WritesReply = z.looseObject({ UnprocessedItems: z.record(z.string(), z.array(z.unknown())).default({}) });
const ReadsReply = z.looseObject({ UnprocessedKeys: z.record(z.string(), Selection).default({}) });

type DividedBatch = {
  /** The request without what is handed back. */
  readonly rest: unknown;
  readonly withHandedBack: (reply: unknown) => unknown;
};

/** Takes parts out of a BatchWriteItem or BatchGetItem, never all of it. Undefined when nothing is taken, or for other operations. */
export function dividedBatch(operation: string, input: unknown, taken: () => boolean): DividedBatch | undefined {
  if (operation === "BatchWriteItem") {
    const request = Writes.parse(input);
    const { kept, back } = divide(request.RequestItems, taken);
    if (Object.keys(back).length === 0) return undefined;
    return { rest: { ...request, RequestItems: kept }, withHandedBack: (reply) => withWrites(reply, back) };
  }
  if (operation !== "BatchGetItem") return undefined;
  const request = Reads.parse(input);
  const keys = mapped(request.RequestItems, ({ Keys }) => Keys);
  const { kept, back } = divide(keys, taken);
  if (Object.keys(back).length === 0) return undefined;
  const selections = (parts: Parts) => mapped(parts, (Keys, table) => ({ ...request.RequestItems[table], Keys }));
  return {
    rest: { ...request, RequestItems: selections(kept) },
    withHandedBack: (reply) => withReads(reply, selections(back)),
  };
}

type Parts = Readonly<Record<string, readonly unknown[]>>;

function divide(parts: Parts, taken: () => boolean): { readonly kept: Parts; readonly back: Parts } {
  const all = Object.entries(parts).flatMap(([table, members]) => members.map((member) => ({ table, member, back: taken() })));
  const [first] = all;
  if (first && all.every(({ back }) => back)) first.back = false;
  const of = (back: boolean): Parts => {
    const chosen: Record<string, unknown[]> = {};
    for (const part of all) if (part.back === back) chosen[part.table] = [...(chosen[part.table] ?? []), part.member];
    return chosen;
  };
  return { kept: of(false), back: of(true) };
}

/** What the engine itself left undone stays in the reply. */
function withWrites(reply: unknown, back: Parts): unknown {
  const parsed = WritesReply.parse(reply);
  const own = parsed.UnprocessedItems;
  return { ...parsed, UnprocessedItems: { ...own, ...mapped(back, (writes, table) => [...(own[table] ?? []), ...writes]) } };
}

function withReads(reply: unknown, back: Readonly<Record<string, { readonly Keys: readonly unknown[] }>>): unknown {
  const parsed = ReadsReply.parse(reply);
  const own = parsed.UnprocessedKeys;
  const all = mapped(back, (selection, table) => ({ ...selection, Keys: [...(own[table]?.Keys ?? []), ...selection.Keys] }));
  return { ...parsed, UnprocessedKeys: { ...own, ...all } };
}

const mapped = <From, To>(parts: Readonly<Record<string, From>>, change: (part: From, table: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(parts).map(([table, part]) => [table, change(part, table)]));
