import middy from "@middy/core";
import { ulid } from "ulid";
import { idMaker } from "#domain/ids";
import { container, once } from "./container.ts";
import { processEnvironment } from "./env.ts";
import type { DeclaredFunction } from "./functions.ts";
import { host, type Invocation } from "./host.ts";
import { consoleLog, failure } from "./log.ts";

/** The function AWS calls. Nothing is read or built before the first event; what is built stays warm. */
export function lambda(declared: DeclaredFunction) {
  const handle = once(() =>
    host(declared, { container: container(processEnvironment(), () => new Date()), newId: idMaker(() => ulid()), log: consoleLog }),
  );
  return middy()
    .use(lastResort(declared.name))
    .handler(async (event: unknown, context: Invocation) => handle()(event, context));
}

/**
 * What no dispatcher caught (an event of the wrong kind, a wrong environment) is logged once and fails the invocation. It must return nothing:
 * anything else would be the function's answer, and a failure a success.
 */
const lastResort = (name: string) => ({
  onError({ error }: { readonly error: Error | null }): void {
    consoleLog(failure("function.failed", error, { function: name }));
  },
});
