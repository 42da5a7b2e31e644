import { text } from "node:stream/consumers";
import { ulid } from "ulid";
import * as z from "zod";
import { machineKeys } from "#infra/local/keys";

/**
 * Prints fresh texts for Secrets Manager, a secret a line, its name first. `npm run --silent keys` makes the first ones;
 * `npm run --silent keys -- rotate < verify.json` reads the present `verify` and prints the steps of a rotation (docs/deploy.md).
 */
async function main(mode: string | undefined): Promise<void> {
  const fresh = machineKeys(() => ulid());
  const lines = mode === "rotate" ? rotation(fresh, await text(process.stdin)) : Object.entries(fresh);
  process.stdout.write(lines.map(([name, value]) => `${name} ${value}\n`).join(""));
}

const KeySet = z.looseObject({ keys: z.array(z.unknown()).min(1) });

/** First the new public key beside the old ones, then the new private one, at the end the new public key alone. */
function rotation({ signing, verify }: ReturnType<typeof machineKeys>, present: string): [string, string][] {
  const old = KeySet.parse(JSON.parse(present));
  const { keys } = KeySet.parse(JSON.parse(verify));
  return [
    ["1.verify", JSON.stringify({ ...old, keys: [...old.keys, ...keys] })],
    ["2.signing", signing],
    ["3.verify", JSON.stringify({ ...old, keys })],
  ];
}

await main(process.argv[2]);
