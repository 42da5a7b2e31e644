import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it } from "vitest";
import { contractAt } from "./at.ts";

const at = contractAt();
const SecretId = at.name("secret");
beforeAll(async () => {
  await at.clients.secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one" }));
});
afterAll(async () => {
  await at.clients.secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
});

const read = (VersionStage?: string) =>
  at.clients.secrets.send(new GetSecretValueCommand({ SecretId, ...(VersionStage && { VersionStage }) }));

it("a value waits as pending, becomes current, and the one before stays previous", async () => {
  const { VersionId: before } = await read();
  const pending = new PutSecretValueCommand({ SecretId, SecretString: "two", VersionStages: ["AWSPENDING"] });
  const { VersionId: after } = await at.clients.secrets.send(pending);
  expect([(await read()).SecretString, (await read("AWSPENDING")).SecretString]).toEqual(["one", "two"]);
  const move = { SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: after };
  await expect(at.clients.secrets.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await at.clients.secrets.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: before }));
  expect([(await read()).SecretString, (await read("AWSPREVIOUS")).SecretString]).toEqual(["two", "one"]);
  const { VersionIdsToStages = {} } = await at.clients.secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages[String(before)]).toEqual(["AWSPREVIOUS"]);
});

it("a value is written once however often the same request comes, and its token stands for no other", async () => {
  const ClientRequestToken = randomUUID();
  const put = (SecretString: string) => at.clients.secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
  expect((await put("three")).VersionId).toBe((await put("three")).VersionId);
  await expect(put("four")).rejects.toMatchObject({ name: "ResourceExistsException" });
});

it("a secret that is there is not created, one that is not there not read", async () => {
  const again = new CreateSecretCommand({ Name: SecretId, SecretString: "other" });
  await expect(at.clients.secrets.send(again)).rejects.toMatchObject({ name: "ResourceExistsException" });
  const other = new GetSecretValueCommand({ SecretId: at.name("nowhere") });
  await expect(at.clients.secrets.send(other)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
