import * as z from "zod";
import type { UnreadableRow } from "./port.ts";

const Name = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^[0-9A-Za-z-]{1,80}$/))
  .optional()
  .catch(undefined);
const Named = z.object({ id: Name, account_id: Name, account: z.object({ id: Name }).optional().catch(undefined) });

/** What can still be told of a row that cannot be read: why, and whose it is. */
export function unreadableRow(one: unknown, why: string): UnreadableRow {
  const { id, account_id: flat, account: nested } = Named.safeParse(one).data ?? {};
  const account = flat ?? nested?.id;
  return { unreadable: why, ...(id !== undefined && { providerId: id }), ...(account !== undefined && { accountProviderId: account }) };
}
