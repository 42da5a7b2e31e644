import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import type { Build } from "#infra/build";

const run = promisify(execFile);

/**
 * As on Lambda: a process of its own, nothing but variables, one import of `<name>.mjs`, one call of its `handler`. A function reads its
 * variables at its first event, so several can be called in turn, each with its own.
 */
const LAMBDA = `
const { calls } = JSON.parse(process.argv[1]);
const answers = [];
const context = { getRemainingTimeInMillis: () => 25000, callbackWaitsForEmptyEventLoop: true };
for (const { url, event, variables } of calls) {
  const { handler } = await import(url);
  Object.assign(process.env, variables);
  answers.push(event ? await handler(event, context).catch((error) => ({ failed: error.message })) : typeof handler);
}
process.stderr.write(JSON.stringify(answers));
`;

export type Called = { readonly name: string; readonly event?: unknown; readonly variables?: Readonly<Record<string, string>> };

/** What bundled functions answer, called one after the other in one new process. */
export async function invoked(
  { code, id }: Pick<Build, "code" | "id">,
  calls: readonly Called[],
  variables: Readonly<Record<string, string>> = {},
): Promise<unknown[]> {
  const environment = {
    AWS_REGION: "eu-west-3",
    NUMMA_STAGE: "test",
    NUMMA_BUILD: id,
    NUMMA_ASSETS: join(code, "assets"),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const located = calls.map(({ name, ...rest }) => ({ url: pathToFileURL(join(code, `${name}.mjs`)).href, ...rest }));
  const { stderr } = await run(process.execPath, ["--input-type=module", "--eval", LAMBDA, JSON.stringify({ calls: located })], {
    env: { ...environment, ...variables },
  });
  return z.array(z.unknown()).parse(JSON.parse(stderr));
}
