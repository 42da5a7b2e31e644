import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { CompanyId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { register } from "#functions/api/auth/register";
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

/** Where the demo company is made. */
type Place = { readonly operator: DynamoDBDocumentClient; readonly table: string };

/** Creates the demo company the way sign-up does, unless it is there. */
export async function ensureDemoCompany({ operator, table }: Place, now: () => Date, newId: NewId): Promise<void> {
  const directory = (companyId?: CompanyId) =>
    db(operator, table, companyId ? joined(SYSTEM_SCOPE, companyScope(companyId)) : SYSTEM_SCOPE, newMeter());
  const { slug, password, company, siren, email, name } = DEMO;
  const input = { company: { name: company, slug, siren, closesOn: "12-31" }, name, email, password };
  try {
    await register(input, { directory, now, newId, requestId: "demo" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
