import { AsyncLocalStorage } from "node:async_hooks";
import type { Engine } from "#infra/local/dynamodb/engine";

/** Everything one piece of work asked the table and was told by it, as text. */
export type Seen = { readonly commands: string[] };

/**
 * Records what each request asks the table for and gets from it. A key of a tenant carries the tenant's id, so a foreign id in what was
 * seen is a key, or an item, that was not the caller's.
 */
export function keySpy() {
  const watching = new AsyncLocalStorage<Seen>();
  const around = (engine: Engine): Engine => ({
    ...engine,
    async exec(operation, input, ...rest) {
      const seen = watching.getStore();
      seen?.commands.push(JSON.stringify([operation, input]));
      const reply = await engine.exec(operation, input, ...rest);
      seen?.commands.push(JSON.stringify(reply));
      return reply;
    },
  });
  async function watch<Result>(work: () => Promise<Result>): Promise<Seen & { readonly result: Result }> {
    const seen: Seen = { commands: [] };
    const result = await watching.run(seen, work);
    return { ...seen, result };
  }
  return { around, watch };
}

/** The commands and replies in which one of these tenants is named. */
export const foreignIn = ({ commands }: Seen, tenantIds: readonly string[]): readonly string[] =>
  commands.filter((text) => tenantIds.some((id) => text.includes(id)));
