import * as z from "zod";
import { CompanyId } from "#domain/ids";

/** The command line gives words. */
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")]);

/** `.invalid` is nobody's (RFC 2606). */
const NO_SENDER = "ne-pas-repondre@numma.invalid";
/** Stages without people who wait for a mail. */
const TRIAL = /^(dev$|test)/;

/** What one deployment is told from outside: `-c stage=prod -c allowedOrigin=https://app.example.fr -c alarmEmail=...` (docs/deploy.md). */
export const Deployment = z
  .object({
    /** Part of every physical name, so that two stages never meet. */
    stage: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "a lower-case word of at most 12 letters and digits"),
    /** Origins of browsers that may call the API, separated by commas; empty = none. */
    allowedOrigin: z.string(),
    /** Who is told when an alarm rings; empty = the topic has no subscriber yet. */
    alarmEmail: z.union([z.literal(""), z.email()]),
    /** Address mails come from; its domain is verified in SES beforehand. The default is no address: SES refuses to send from it. */
    mailFrom: z.email().default(NO_SENDER),
    /** Page where a person sets a new password; empty = mails show a code to type. */
    passwordResetPage: z.union([z.literal(""), z.url({ protocol: /^https$/ })]).default(""),
    /** Page where an invitation is taken up; empty = mails show a code to type. */
    invitationPage: z.union([z.literal(""), z.url({ protocol: /^https$/ })]).default(""),
    /** Where Finary is read from; empty = nobody reads it. */
    finaryBaseUrl: z.union([z.literal(""), z.url({ protocol: /^https$/ })]).default(""),
    /** The one company deployment-wide credentials of partners are for; empty = none is. */
    singleCompany: z.union([z.literal(""), CompanyId]).default(""),
    /** The API's own host name, and its certificate in the same region; empty = the name AWS gives. */
    domainName: z.union([z.literal(""), z.hostname()]).default(""),
    certificateArn: z.union([z.literal(""), z.string().regex(/^arn:aws[\w-]*:acm:/)]).default(""),
    /** The Route 53 zone the name's address is written to; empty = a person does. */
    hostedZoneId: z.string().regex(/^\w*$/).default(""),
    /** Whether functions take credentials that open one company's partitions (ADR 15). */
    tenantCredentials: flag.default(false),
    /** How many logins may run at once; 0 = as many as the account has left. */
    loginConcurrency: z.coerce.number().int().min(0).max(1_000).default(0),
    /** A table restored from a backup, and its stream, when functions are to use them instead of the data stack's. */
    restoredTable: z
      .string()
      .regex(/^[\w.-]{0,255}$/)
      .default(""),
    restoredStream: z.union([z.literal(""), z.string().regex(/^arn:aws[\w-]*:dynamodb:.+\/stream\//)]).default(""),
    /** Folder of the bundled functions. */
    code: z.string().min(1),
    /** What `/health` answers as the build. */
    build: z.string().min(1),
  })
  .refine(
    ({ stage, mailFrom }) => mailFrom !== NO_SENDER || TRIAL.test(stage),
    "mailFrom is needed: without it nobody gets a mail, not even to set a forgotten password (docs/deploy.md)",
  )
  .refine(({ domainName, certificateArn }) => (domainName === "") === (certificateArn === ""), "domainName and certificateArn go together")
  .refine(
    ({ restoredTable, restoredStream }) => (restoredTable === "") === (restoredStream === ""),
    "restoredTable and restoredStream go together",
  );
export type Deployment = z.infer<typeof Deployment>;

export const originsOf = ({ allowedOrigin }: Pick<Deployment, "allowedOrigin">): readonly string[] =>
  allowedOrigin
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
