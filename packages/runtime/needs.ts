import type { QueueName } from "./messages.ts";
import type { SecretName } from "./secret-shapes.ts";

/** What a function may declare. Each need gives its handlers one typed service and its role exactly the grants below. */
export type Need =
  | "table"
  | "tables"
  | "directory"
  | "banks"
  | "mail"
  | "documents"
  | "documentLinks"
  | "documentRemoval"
  | "archives"
  | "uploadLinks"
  | "attachments"
  | "randomness"
  | "assets"
  | "deployment"
  | `${QueueName}Queue`
  | `${SecretName}Secrets`;

/** The need for one secret: `secretsOf("bank")`. */
export const secretsOf = <const Name extends SecretName>(name: Name): `${Name}Secrets` => `${name}Secrets`;

/**
 * One permission on one resource, in AWS's words. `resource` is a kind and a short name; infra turns it into an ARN. A folder narrows a
 * bucket, partitions (patterns of leading keys, `*` standing for anything) narrow the table and its indexes.
 */
export type Grant = {
  readonly service: "dynamodb" | "sqs" | "s3" | "secretsmanager" | "ses";
  readonly actions: readonly string[];
  readonly resource: string;
  readonly folder?: "exports" | "uploads" | "attachments";
  readonly partitions?: readonly string[];
};

const table = (...partitions: readonly string[]): Grant => ({
  service: "dynamodb",
  actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "ConditionCheckItem"],
  resource: "table",
  partitions,
});

/** `table` and `tables` are bound to one company at a time; `directory` also holds what belongs to none. */
const COMPANIES = table("COMPANY#*");
const DIRECTORY = table("COMPANY#*", "SYSTEM#*");

/** The session tag the tenant role's policy reads: `COMPANY#${aws:PrincipalTag/tenant}#*`. */
export const TENANT_TAG = "tenant";

/** Partitions that only grow: what was written there about the past stays as it was written. */
export const APPEND_ONLY: readonly string[] = ["COMPANY#*#AUDIT", "COMPANY#*#AUDIT#*"];

/** What nobody may do there, whatever else is granted. One function puts: the one behind the table's stream. */
export const appendOnlyDenials = (kind: "api" | "consumer" | "schedule" | "stream"): readonly string[] =>
  kind === "stream" ? ["DeleteItem", "UpdateItem"] : ["DeleteItem", "PutItem", "UpdateItem"];

const inFolder = (folder: NonNullable<Grant["folder"]>, ...actions: readonly string[]): Grant => ({
  ...{ service: "s3", actions, resource: "documents", folder },
});

/** The grants of a need. Handing out a presigned link needs the right it lends: a read to download, a write to upload. */
export function grantsOf(need: Need): readonly Grant[] {
  if (need === "table" || need === "tables") return [COMPANIES];
  if (need === "directory") return [DIRECTORY];
  if (need === "documents") return [{ service: "s3", actions: ["GetObject", "PutObject", "AbortMultipartUpload"], resource: "documents" }];
  if (need === "documentLinks") return [{ service: "s3", actions: ["GetObject"], resource: "documents", folder: "exports" }];
  if (need === "archives")
    return [{ service: "s3", actions: ["PutObject", "AbortMultipartUpload", "DeleteObject"], resource: "documents", folder: "exports" }];
  if (need === "documentRemoval") return [{ service: "s3", actions: ["DeleteObject"], resource: "documents", folder: "exports" }];
  if (need === "uploadLinks") return [{ service: "s3", actions: ["GetObject", "PutObject"], resource: "documents", folder: "uploads" }];
  if (need === "attachments") return [inFolder("uploads", "GetObject"), inFolder("attachments", "GetObject", "PutObject")];
  if (need === "randomness") return [];
  if (need === "assets" || need === "deployment") return [];
  if (need === "mail") return [{ service: "ses", actions: ["SendEmail"], resource: "mail" }];
  if (need === "banks") return grantsOf("bankSecrets");
  if (need.endsWith("Queue")) return [{ service: "sqs", actions: ["SendMessage"], resource: need.slice(0, -"Queue".length) }];
  return [{ service: "secretsmanager", actions: ["GetSecretValue"], resource: need.slice(0, -"Secrets".length) }];
}
