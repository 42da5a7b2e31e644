import { Aws } from "aws-cdk-lib";
import type { Deployment } from "./deployment.ts";

type Where = Readonly<Record<"PARTITION" | "REGION" | "ACCOUNT_ID" | "URL_SUFFIX", string>>;

/** As cdk-nag writes what only CloudFormation knows. */
export const AS_NAG_WRITES: Where = {
  PARTITION: "<AWS::Partition>",
  REGION: "<AWS::Region>",
  ACCOUNT_ID: "<AWS::AccountId>",
  URL_SUFFIX: "<AWS::URLSuffix>",
};

/**
 * Physical names of one stage. Stacks find each other's resources by name, not by CloudFormation exports, so each can be deployed and
 * replaced alone. `where` is filled in by CloudFormation.
 */
export function namesOf(stage: string, where: Where = Aws, { restoredTable = "", mailDomain = "numma.invalid" } = {}) {
  const prefix = `numma-${stage}`;
  const table = restoredTable || prefix;
  const bucket = `${prefix}-documents-${where.ACCOUNT_ID}-${where.REGION}`;
  const queue = (short: string): string => `${prefix}-${short}`;
  const vault = `numma/${stage}/`;
  const secret = (short: string): string => `${vault}${short}`;
  const alarms = `${prefix}-alarms`;
  const arn = (service: string, resource: string): string =>
    `arn:${where.PARTITION}:${service}:${where.REGION}:${where.ACCOUNT_ID}:${resource}`;
  return {
    ...{ prefix, table, bucket, queue, vault, secret, alarms },
    accessLogs: `${prefix}-access-logs-${where.ACCOUNT_ID}-${where.REGION}`,
    function: (name: string): string => `${prefix}-${name.replaceAll("/", "-")}`,
    logGroup: (name: string): string => `/numma/${stage}/${name}`,
    /** What a function puts before a queue's short name to get its address. */
    queueUrlPrefix: `https://sqs.${where.REGION}.${where.URL_SUFFIX}/${where.ACCOUNT_ID}/${queue("")}`,
    tableArn: arn("dynamodb", `table/${table}`),
    indexArn: (index: string): string => arn("dynamodb", `table/${table}/index/${index}`),
    streamsArn: arn("dynamodb", `table/${table}/stream/*`),
    /** Every object of the bucket, or of one folder of it. */
    objectsArn: (folder?: string): string => `arn:${where.PARTITION}:s3:::${bucket}/${folder === undefined ? "*" : `${folder}/*`}`,
    queueArn: (short: string): string => arn("sqs", queue(short)),
    /** Secrets Manager ends every ARN with a hyphen and six characters of its own. */
    secretArn: (short: string): string => arn("secretsmanager", `secret:${secret(short)}-??????`),
    /** The domain mails are sent from, verified in SES beforehand. */
    mailIdentityArn: arn("ses", `identity/${mailDomain}`),
    alarmsArn: arn("sns", alarms),
    account: where.ACCOUNT_ID,
    tenantRole: `${prefix}-tenant`,
    tenantRoleArn: `arn:${where.PARTITION}:iam::${where.ACCOUNT_ID}:role/${prefix}-tenant`,
    /** The roles of the stage's functions: CloudFormation names them after their stack. */
    rolesArn: `arn:${where.PARTITION}:iam::${where.ACCOUNT_ID}:role/${prefix}-*`,
  };
}

export type Names = ReturnType<typeof namesOf>;

/** The names functions use: those of the stage, with the table they were pointed to and the domain they send mails from. */
export const namesFor = (
  { stage, restoredTable, mailFrom }: Pick<Deployment, "stage" | "restoredTable" | "mailFrom">,
  where: Where = Aws,
): Names => namesOf(stage, where, { restoredTable, mailDomain: mailFrom.slice(mailFrom.lastIndexOf("@") + 1) });

/** A construct id out of a declared name: `api/accounts` -> `ApiAccounts`. */
export const idOf = (name: string): string =>
  name
    .split(/[/-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
