import { createHash } from "node:crypto";
import * as z from "zod";
import { ACCOUNT, REGION } from "./arn.ts";
import { AwsError, type Grant } from "./aws-error.ts";
import { type Operation, type Operations, operation } from "./operation.ts";
import type { NewVersion, Secret } from "./secret-versions.ts";
import { type Secrets, versionAt } from "./secrets.ts";

const INVALID = "InvalidParameterException";
const VALUE_BYTES_MAX = 65_536;

const Value = z.object({
  SecretString: z.string().min(1).exactOptional(),
  SecretBinary: z.base64().exactOptional(),
  ClientRequestToken: z.string().min(32).max(64),
});
const Create = Value.extend({ Name: z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/) });
const Of = z.object({ SecretId: z.string().min(1).max(2048) });
const Put = Value.extend({ ...Of.shape, VersionStages: z.array(z.string()).min(1).max(20).exactOptional() });
const Get = Of.extend({ VersionId: z.string().exactOptional(), VersionStage: z.string().exactOptional() });

const VersionId = z.string().min(1).max(64);
const Move = Of.extend({
  VersionStage: z.string().min(1).max(256),
  RemoveFromVersionId: VersionId.exactOptional(),
  MoveToVersionId: VersionId.exactOptional(),
});

/** Secrets Manager in its JSON 1.1 protocol. */
export const secretsOperations = (secrets: Secrets): Operations =>
  new Map([
    ["CreateSecret", createSecret(secrets)],
    ["PutSecretValue", putSecretValue(secrets)],
    ["GetSecretValue", getSecretValue(secrets)],
    ["DescribeSecret", describeSecret(secrets)],
    ["DeleteSecret", deleteSecret(secrets)],
    ["UpdateSecretVersionStage", updateSecretVersionStage(secrets)],
  ]);

const createSecret = (secrets: Secrets): Operation =>
  operation({
    input: Create,
    refusal: INVALID,
    grants: ({ Name }) => may("CreateSecret", Name),
    run: (input) => {
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const { name } = secrets.create(input.Name, hasValue ? newVersion(input) : undefined);
      return { ARN: arnOf(name), Name: name, ...(hasValue ? { VersionId: input.ClientRequestToken } : {}) };
    },
  });

const putSecretValue = (secrets: Secrets): Operation =>
  operation({
    input: Put,
    refusal: INVALID,
    grants: ({ SecretId }) => may("PutSecretValue", nameOf(SecretId)),
    run: (input) => {
      const name = nameOf(input.SecretId);
      const { id, stages } = secrets.put(name, newVersion(input), input.VersionStages);
      return { ARN: arnOf(name), Name: name, VersionId: id, VersionStages: stages };
    },
  });

const getSecretValue = (secrets: Secrets): Operation =>
  operation({
    input: Get,
    refusal: INVALID,
    grants: ({ SecretId }) => may("GetSecretValue", nameOf(SecretId)),
    run: ({ SecretId, VersionId: id, VersionStage: stage }) => {
      const wanted = { ...(id === undefined ? {} : { id }), ...(stage === undefined ? {} : { stage }) };
      return valueOnWire(secrets.secret(nameOf(SecretId)), wanted);
    },
  });

const describeSecret = (secrets: Secrets): Operation =>
  operation({
    input: Of,
    refusal: INVALID,
    grants: ({ SecretId }) => may("DescribeSecret", nameOf(SecretId)),
    run: ({ SecretId }) => descriptionOf(secrets.secret(nameOf(SecretId))),
  });

/** Only for good: nothing here waits a week to be wanted back. */
const deleteSecret = (secrets: Secrets): Operation =>
  operation({
    input: Of.extend({ ForceDeleteWithoutRecovery: z.literal(true, "a deletion that can be undone is not implemented here") }),
    refusal: INVALID,
    grants: ({ SecretId }) => may("DeleteSecret", nameOf(SecretId)),
    run: ({ SecretId }) => {
      const name = nameOf(SecretId);
      secrets.drop(name);
      return { ARN: arnOf(name), Name: name };
    },
  });

const updateSecretVersionStage = (secrets: Secrets): Operation =>
  operation({
    input: Move,
    refusal: INVALID,
    grants: ({ SecretId }) => may("UpdateSecretVersionStage", nameOf(SecretId)),
    run: ({ SecretId, VersionStage, RemoveFromVersionId: from, MoveToVersionId: to }) => {
      const { name } = secrets.moveStage(nameOf(SecretId), VersionStage, { from, to });
      return { ARN: arnOf(name), Name: name };
    },
  });

function valueOnWire(secret: Secret, wanted: { readonly id?: string; readonly stage?: string }) {
  const { id, text, binary, stages, createdAt } = versionAt(secret, wanted);
  return {
    ARN: arnOf(secret.name),
    Name: secret.name,
    VersionId: id,
    VersionStages: stages,
    CreatedDate: createdAt / 1000,
    ...(text === undefined ? {} : { SecretString: text }),
    ...(binary === undefined ? {} : { SecretBinary: binary }),
  };
}

const descriptionOf = ({ name, createdAt, changedAt, versions }: Secret) => ({
  ARN: arnOf(name),
  Name: name,
  CreatedDate: createdAt / 1000,
  LastChangedDate: changedAt / 1000,
  VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
});

function newVersion({ SecretString, SecretBinary, ClientRequestToken: id }: z.infer<typeof Value>): NewVersion {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new AwsError(400, INVALID, "You must provide either SecretString or SecretBinary.");
  }
  if (Buffer.byteLength(SecretString ?? SecretBinary ?? "") > VALUE_BYTES_MAX) {
    throw new AwsError(400, INVALID, `A secret value holds at most ${VALUE_BYTES_MAX} bytes.`);
  }
  return {
    id,
    ...(SecretString === undefined ? {} : { text: SecretString }),
    ...(SecretBinary === undefined ? {} : { binary: SecretBinary }),
  };
}

const may = (action: string, resource: string): readonly Grant[] => [{ action: `secretsmanager:${action}`, resource }];

/** Real ARNs end with a hyphen and six characters; here they come from the name, so they survive a restart. */
const arnOf = (name: string): string =>
  `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;

const nameOf = (secretId: string): string =>
  /^arn:aws:secretsmanager:[^:]*:\d*:secret:(.+)-[0-9A-Za-z]{6}$/.exec(secretId)?.[1] ?? secretId;
