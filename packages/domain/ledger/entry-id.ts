import * as z from "zod";
import { EntrySource } from "./entry.ts";

/**
 * Public id of an entry: `ent_`, what it was made from, and that thing's id. A draft keeps its id when it is validated, because an
 * entry's key is its source.
 */
export const EntryId = z
  .string()
  .regex(/^ent_[a-z]+_[\x21-\x7e]{1,80}$/)
  .brand<"EntryId">();
export type EntryId = z.infer<typeof EntryId>;

export const entryIdOf = ({ kind, id }: EntrySource): EntryId => EntryId.parse(`ent_${kind}_${id}`);

/** The source an id names, or null when it names none. */
export function sourceOfId(id: EntryId): EntrySource | null {
  const [, kind, rest] = /^ent_([a-z]+)_(.+)$/.exec(id) ?? [];
  const parsed = EntrySource.safeParse({ kind, id: rest });
  return parsed.success ? parsed.data : null;
}

/** One text a source: its key in the table. */
export const sourceKey = ({ kind, id }: EntrySource): string => `${kind}#${id}`;
