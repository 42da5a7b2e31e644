import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { CompanyId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { register } from "#functions/api/auth/register";
import { inProcessJson } from "#infra/local/aws/in-process";
import type { World } from "#infra/local/world";
import { db } from "#store/db";
import { companyScope, joined, SYSTEM_SCOPE } from "#store/guard";
import { newMeter } from "#store/meter";

/** The demo company. Its login exists on this machine only: sign-up refuses such a password. */
export const DEMO = {
  slug: "test",
  password: "test123",
  company: "Atelier Horizon",
  siren: "123456782",
  email: "test@demo.invalid",
  name: "Camille Martin",
} as const;

/** Creates the demo company the way sign-up does, unless it is there. */
export async function ensureDemoCompany(world: World, now: () => Date, newId: NewId): Promise<void> {
  const requestHandler = inProcessJson({ dynamodb: (operation, input) => world.engine.exec(operation, input) }, "demo", () => true);
  const credentials = { accessKeyId: "demo", secretAccessKey: "demo" };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: "eu-west-3", endpoint: world.awsUrl, credentials, requestHandler }),
  );
  const directory = (companyId?: CompanyId) =>
    db(client, "numma", companyId ? joined(SYSTEM_SCOPE, companyScope(companyId)) : SYSTEM_SCOPE, newMeter());
  const { slug, password, company, siren, email, name } = DEMO;
  const input = { company: { name: company, slug, siren, closesOn: "12-31" }, name, email, password };
  try {
    await register(input, { directory, now, newId, requestId: "demo" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
