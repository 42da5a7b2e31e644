import * as z from "zod";
import { BankError } from "./port.ts";
import type { Wire } from "./provider-http.ts";
import { nextPath } from "./provider-origin.ts";
import { parsed } from "./provider-parse.ts";

/** 250 000 rows: more than any company here will ever have in one read. */
const PAGES_MAX = 500;

const Page = z.object({
  resources: z.array(z.unknown()),
  pagination: z.object({ next_uri: z.string().nullish() }).nullish(),
});

/** Every page of a listing, in order, each at most once. Stops with `invalid_answer` on a loop or past `PAGES_MAX`. */
export async function* pagesOf(get: (path: string) => Promise<unknown>, first: string, wire: Wire): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  let path: string | undefined = first;
  while (path !== undefined) {
    if (seen.has(path)) throw new BankError("invalid_answer", `${wire.name}: the pages go round in circles`);
    if (seen.size >= PAGES_MAX) throw new BankError("invalid_answer", `${wire.name}: more than ${PAGES_MAX} pages`);
    seen.add(path);
    const page: z.output<typeof Page> = parsed(Page, await get(path), "page");
    yield page.resources;
    path = nextPath(page.pagination?.next_uri, wire);
  }
}
