import * as z from "zod";

const url = z.url({ protocol: /^https?$/ });

/** A partner's base URL: https, or http to this machine only, so no secret leaves in clear; with no name or password in it. */
export const PartnerUrl = url.refine(
  (text) => /^https:\/\/[^\s@/?#\\]+([/?#]|$)/.test(text) || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(text),
  {
    message: "must be https, or http to loopback",
  },
);

/** Everything a function reads from its environment. Nothing here is secret on AWS. */
export const Environment = z.object({
  AWS_REGION: z.string().default("eu-west-3"),
  AWS_ENDPOINT_URL: url.exactOptional(),
  AWS_ACCESS_KEY_ID: z.string().exactOptional(),
  AWS_SECRET_ACCESS_KEY: z.string().exactOptional(),
  AWS_SESSION_TOKEN: z.string().exactOptional(),
  NUMMA_STAGE: z.string().default("local"),
  NUMMA_BUILD: z.string().default("dev"),
  NUMMA_TABLE: z.string().default("numma"),
  NUMMA_BUCKET: z.string().default("numma-documents"),
  NUMMA_QUEUE_URL: z.string().default(""),
  /** What stands before a secret's short name: every stage has its own. */
  NUMMA_VAULT: z.string().default("numma/"),
  /** The role that opens one company's partitions, where functions hold none themselves. */
  NUMMA_TENANT_ROLE: z.string().exactOptional(),
  NUMMA_ASSETS: z.string().default("assets"),
  /** Who mails come from: an address of the domain SES may send for. */
  MAIL_FROM: z.string().default("NUMMA <ne-pas-repondre@numma.invalid>"),
  /** Page where a person sets a new password; the token is put behind its `#`. Empty: the mail shows the token alone. */
  PASSWORD_RESET_PAGE: z.union([z.literal(""), PartnerUrl]).default(""),
  /** Page where an invitation is taken up; the token is put behind its `#`. Empty: the mail shows the token alone. */
  INVITATION_PAGE: z.union([z.literal(""), PartnerUrl]).default(""),
  ALLOWED_ORIGIN: z.string().default(""),
  /** Requests a second a company may make for long, and at once. */
  NUMMA_RATE_PER_SECOND: z.coerce.number().int().min(1).max(10_000).default(50),
  NUMMA_RATE_BURST: z.coerce.number().int().min(1).max(1_000_000_000).default(300),
  BRIDGE_BASE_URL: PartnerUrl.default("https://api.bridgeapi.io"),
  SANDBOX_BASE_URL: PartnerUrl.exactOptional(),
  BANKIN_BASE_URL: PartnerUrl.default("https://sync.bankin.com"),
  /** Absent: nobody reads Finary here. */
  FINARY_BASE_URL: PartnerUrl.exactOptional(),
  /** The one company deployment-wide credentials of partners are for. */
  NUMMA_SINGLE_COMPANY: z.string().exactOptional(),
  /** Calls a minute for one user of a bank provider, and in five minutes for all of them. */
  BANK_CALLS_PER_MINUTE: z.coerce.number().int().min(8).max(1_000_000_000).default(60),
  BANK_CALLS_PER_FIVE_MINUTES: z.coerce.number().int().min(500).max(1_000_000_000).default(2_000),
  /** Runs that fail in a row before a provider is left alone for a while; 0 = never. */
  BANK_CIRCUIT_FAILURES: z.coerce.number().int().min(0).max(1_000).default(5),
});
export type Environment = z.infer<typeof Environment>;

/** Reads the process's environment; throws with the name of the variable that is wrong. Called at the first event, never at import. */
export function processEnvironment(): Environment {
  const parsed = Environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`);
}

/** Address of a queue by its short name: the stage's queues differ only by their last word. */
export const queueUrl = (environment: Environment, queue: string): string => `${environment.NUMMA_QUEUE_URL}${queue}`;
