import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ulid } from "ulid";
import { namesOf } from "#infra/parts/names";
import { firstSecrets } from "./first-secrets.ts";

/** `npm run first-secrets -- <stage>`: as whoever the AWS profile says, in its region. Partners' values come from the environment. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const [stage = ""] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]{0,11}$/.test(stage)) throw new Error("usage: npm run first-secrets -- <stage>");
const done = await firstSecrets({
  client: new SecretsManagerClient({}),
  vault: namesOf(stage).vault,
  settings: process.env,
  newId: () => ulid(),
});
for (const [name, what] of Object.entries(done)) console.log(`${namesOf(stage).secret(name)}: ${what}`);
