import { randomBytes } from "node:crypto";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { CompanyId } from "#domain/ids";
import { type Db, db } from "#store/db";
import { companyScope, joined, type Scope, SYSTEM_SCOPE } from "#store/guard";
import type { Meter } from "#store/meter";
import type { Bucket } from "./bucket.ts";
import { guardedBucket } from "./bucket-guard.ts";
import { AWS_LIMITS, type Container, limitsOf, once } from "./container.ts";
import type { Hold } from "./hold.ts";
import { QUEUE_NAMES } from "./messages.ts";
import type { Need } from "./needs.ts";
import { SECRET_NAMES, type SecretName } from "./secret-shapes.ts";
import type { Wanted } from "./secrets.ts";
import type { Services } from "./services.ts";

/** For whom the services work: the company of the actor or message, where their cost is counted, and what holds their writes back, if anything does. */
export type Context = { readonly companyId: CompanyId | null; readonly meter: Meter; readonly hold?: Hold };

/** Builds the declared services of one call. */
export type Provide = <Needs extends Need>(needs: readonly Needs[], context: Context) => Promise<Pick<Services, Needs>>;

/** What builds a warm function's services: made once a function, so that heavy clients are loaded once, on first use, however many calls come. */
export function provider(container: Container): Provide {
  const senders = once(async () => (await import("./queue.ts")).senders(container));
  const documents = once(() => bucketOf(container, {}));
  // A link is signed before there is a body to sum: the SDK's own checksum would be that of nothing.
  const uploads = once(() => bucketOf(container, { requestChecksumCalculation: "WHEN_REQUIRED" }));
  const bankAdapters = once(async () => (await import("./banks.ts")).banks(container));
  const mail = once(async () => (await import("./mail.ts")).sesMail(container));
  const assets = once(async () => (await import("./assets.ts")).assets(container.environment.NUMMA_ASSETS));

  async function provide<Needs extends Need>(needs: readonly Needs[], context: Context): Promise<Pick<Services, Needs>>;
  async function provide(needs: readonly Need[], context: Context): Promise<Partial<Services>> {
    const services: { -readonly [Name in keyof Services]?: Services[Name] } = tableServices(needs, container, context);
    const wanted = new Set<Need>(needs);
    const { hold } = context;
    for (const name of QUEUE_NAMES) {
      if (!wanted.has(`${name}Queue`)) continue;
      const sender = (await senders())(name);
      Object.assign(services, { [`${name}Queue`]: hold ? hold.aroundSender(name, sender) : sender });
    }
    for (const name of SECRET_NAMES)
      if (wanted.has(`${name}Secrets`)) Object.assign(services, { [`${name}Secrets`]: secretOf(container, name) });
    if (wanted.has("banks")) services.banks = await bankAdapters();
    if (wanted.has("mail")) services.mail = await mail();
    if (wanted.has("documents")) services.documents = guardedBucket(await documents(), context.companyId);
    if (wanted.has("documentLinks")) services.documentLinks = guardedBucket(await documents(), context.companyId);
    if (wanted.has("uploadLinks")) services.uploadLinks = guardedBucket(await uploads(), context.companyId);
    if (wanted.has("attachments")) services.attachments = guardedBucket(await documents(), context.companyId);
    if (wanted.has("archives")) services.archives = guardedBucket(await documents(), context.companyId);
    if (wanted.has("documentRemoval")) services.documentRemoval = guardedBucket(await documents(), context.companyId);
    if (wanted.has("randomness")) services.randomness = randomBytes;
    if (wanted.has("assets")) services.assets = await assets();
    if (wanted.has("deployment")) services.deployment = deploymentOf(container);
    return services;
  }
  return provide;
}

const secretOf =
  <Name extends SecretName>({ secret }: Container, name: Name) =>
  (wanted?: Wanted<Name>) =>
    secret(name, wanted);

async function bucketOf(container: Container, options: Pick<S3ClientConfig, "requestChecksumCalculation">): Promise<Bucket> {
  const [{ S3Client }, { bucket }] = await Promise.all([import("@aws-sdk/client-s3"), import("./bucket.ts")]);
  const requestHandler = limitsOf(AWS_LIMITS.objectMs);
  return bucket(new S3Client({ ...container.aws, requestHandler, ...options }), container.environment.NUMMA_BUCKET, container.now);
}

const deploymentOf = ({ environment: { NUMMA_BUILD, AWS_REGION, NUMMA_STAGE, PASSWORD_RESET_PAGE, INVITATION_PAGE } }: Container) => ({
  build: NUMMA_BUILD,
  region: AWS_REGION,
  stage: NUMMA_STAGE,
  resetPage: PASSWORD_RESET_PAGE,
  invitationPage: INVITATION_PAGE,
});

function tableServices(
  needs: readonly Need[],
  container: Container,
  { companyId, meter, hold }: Context,
): Partial<Pick<Services, "table" | "tables" | "directory">> {
  const { NUMMA_TABLE } = container.environment;
  const within = (scope: Scope, company?: CompanyId): Db => {
    const handle = db(container.documentClient(company), NUMMA_TABLE, scope, meter);
    return hold ? hold.around(handle) : handle;
  };
  const tables = (company: CompanyId) => within(companyScope(company), company);
  const directory = (...companies: readonly (CompanyId | undefined)[]) => {
    const scopes = [...new Set(companies)].flatMap((company) => (company ? [companyScope(company)] : []));
    return within(joined(SYSTEM_SCOPE, ...scopes));
  };
  return {
    ...(needs.includes("table") && companyId && { table: tables(companyId) }),
    ...(needs.includes("tables") && { tables }),
    ...(needs.includes("directory") && { directory }),
  };
}
