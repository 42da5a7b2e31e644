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
  | "randomness"
  | "assets"
  | "deployment"
  | `${QueueName}Queue`
  | `${SecretName}Secrets`;

/** The need for one secret: `secretsOf("bank")`. */
export const secretsOf = <const Name extends SecretName>(name: Name): `${Name}Secrets` => `${name}Secrets`;

/** One permission on one resource, in AWS's words. `resource` is a kind and a short name; infra turns it into an ARN. A folder narrows a bucket. */
export type Grant = {
  readonly service: "dynamodb" | "sqs" | "s3" | "secretsmanager" | "ses";
  readonly actions: readonly string[];
  readonly resource: string;
  readonly folder?: "exports" | "uploads";
};

const TABLE: Grant = {
  service: "dynamodb",
  actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "ConditionCheckItem"],
  resource: "table",
};

/** The grants of a need. Handing out a presigned link needs the right it lends: a read to download, a write to upload. */
export function grantsOf(need: Need): readonly Grant[] {
  if (need === "table" || need === "tables" || need === "directory") return [TABLE];
  if (need === "documents") return [{ service: "s3", actions: ["GetObject", "PutObject", "AbortMultipartUpload"], resource: "documents" }];
  if (need === "documentLinks") return [{ service: "s3", actions: ["GetObject"], resource: "documents", folder: "exports" }];
  if (need === "archives")
    return [{ service: "s3", actions: ["PutObject", "AbortMultipartUpload", "DeleteObject"], resource: "documents", folder: "exports" }];
  if (need === "documentRemoval") return [{ service: "s3", actions: ["DeleteObject"], resource: "documents", folder: "exports" }];
  if (need === "uploadLinks") return [{ service: "s3", actions: ["GetObject", "PutObject"], resource: "documents", folder: "uploads" }];
  if (need === "randomness") return [];
  if (need === "assets" || need === "deployment") return [];
  if (need === "mail") return [{ service: "ses", actions: ["SendEmail"], resource: "mail" }];
  if (need === "banks") return grantsOf("bankSecrets");
  if (need.endsWith("Queue")) return [{ service: "sqs", actions: ["SendMessage"], resource: need.slice(0, -"Queue".length) }];
  return [{ service: "secretsmanager", actions: ["GetSecretValue"], resource: need.slice(0, -"Secrets".length) }];
}
