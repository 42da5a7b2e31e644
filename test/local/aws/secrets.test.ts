import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSecrets, versionAt } from "#infra/local/aws/secrets";
import { type Endpoint, fixedClock, freshDirectory, READER, startEndpoint } from "#test/local/aws/endpoint";

const started: { endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!started.endpoint) throw new Error("the endpoint is not started");
  return started.endpoint;
};
beforeAll(async () => {
  started.endpoint = await startEndpoint();
});
afterAll(() => local().stop());

const read = (SecretId: string, more: object = {}) =>
  local()
    .secrets()
    .send(new GetSecretValueCommand({ SecretId, ...more }));

describe("secrets", () => {
  it("rotate: the new value is current, the one before is previous, the third is forgotten", async () => {
    const client = local().secrets();
    const created = await client.send(new CreateSecretCommand({ Name: "jwt/key", SecretString: "one" }));
    await client.send(new PutSecretValueCommand({ SecretId: "jwt/key", SecretString: "two" }));
    expect(await read("jwt/key")).toMatchObject({ SecretString: "two", VersionStages: ["AWSCURRENT"], Name: "jwt/key" });
    expect((await read("jwt/key", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("one");
    await client.send(new PutSecretValueCommand({ SecretId: created.ARN, SecretBinary: Buffer.from([0, 255]) }));
    expect((await read("jwt/key")).SecretBinary).toEqual(new Uint8Array([0, 255]));
    expect((await read("jwt/key", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("two");
    const described = await client.send(new DescribeSecretCommand({ SecretId: "jwt/key" }));
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
    expect(described.CreatedDate).toEqual(local().clock.now());
    await expect(read("jwt/key", { VersionId: created.VersionId })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("may be staged without becoming current", async () => {
    const client = local().secrets();
    const pending = { SecretId: "bank/bridge", SecretString: "next", VersionStages: ["AWSPENDING"] };
    await client.send(new PutSecretValueCommand(pending));
    expect((await read("bank/bridge")).SecretString).toBe("first");
    expect((await read("bank/bridge", { VersionStage: "AWSPENDING" })).SecretString).toBe("next");
  });

  it("become current by moving the stage, from the version that has it now and no other", async () => {
    const client = local().secrets();
    const created = await client.send(new CreateSecretCommand({ Name: "jwt/moved", SecretString: "one" }));
    const staged = { SecretId: "jwt/moved", SecretString: "two", VersionStages: ["AWSPENDING"] };
    const { VersionId: two } = await client.send(new PutSecretValueCommand(staged));
    const move = (
      versions: { RemoveFromVersionId?: string | undefined; MoveToVersionId?: string | undefined },
      VersionStage = "AWSCURRENT",
    ) => client.send(new UpdateSecretVersionStageCommand({ SecretId: "jwt/moved", VersionStage, ...versions }));
    const refused = { name: "InvalidParameterException" };
    await expect(move({ MoveToVersionId: two })).rejects.toMatchObject(refused);
    await expect(move({ MoveToVersionId: two, RemoveFromVersionId: two })).rejects.toMatchObject(refused);
    await expect(move({ RemoveFromVersionId: created.VersionId })).rejects.toMatchObject(refused);
    await expect(move({})).rejects.toMatchObject(refused);
    await expect(move({ MoveToVersionId: randomUUID(), RemoveFromVersionId: created.VersionId })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await move({ MoveToVersionId: two, RemoveFromVersionId: created.VersionId });
    expect(await read("jwt/moved")).toMatchObject({ SecretString: "two", VersionStages: ["AWSPENDING", "AWSCURRENT"] });
    expect((await read("jwt/moved", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("one");
    await move({ RemoveFromVersionId: two }, "AWSPENDING");
    await move({ MoveToVersionId: created.VersionId, RemoveFromVersionId: two });
    expect(await read("jwt/moved")).toMatchObject({ SecretString: "one", VersionStages: ["AWSCURRENT"] });
    expect((await read("jwt/moved", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("two");
  });

  it("are written once however often the same request comes", async () => {
    const client = local().secrets();
    const ClientRequestToken = randomUUID();
    const create = { Name: "once", SecretString: "value", ClientRequestToken };
    await client.send(new CreateSecretCommand(create));
    await client.send(new CreateSecretCommand(create));
    await expect(client.send(new CreateSecretCommand({ Name: "once", SecretString: "other" }))).rejects.toMatchObject({
      name: "ResourceExistsException",
    });
    const put = { SecretId: "once", ClientRequestToken, SecretString: "changed" };
    await expect(client.send(new PutSecretValueCommand(put))).rejects.toMatchObject({ name: "ResourceExistsException" });
    expect((await read("once")).SecretString).toBe("value");
  });

  it("are unknown, empty or too large by name", async () => {
    await expect(read("nowhere")).rejects.toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 400 } });
    const put = (more: object) =>
      local()
        .secrets()
        .send(new PutSecretValueCommand({ SecretId: "bank/bridge", ...more }));
    await expect(put({})).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(put({ SecretString: "x".repeat(65_537) })).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("are read only by whom they were granted to", async () => {
    const reader = local().secrets(READER);
    expect((await reader.send(new GetSecretValueCommand({ SecretId: "bank/bridge" }))).SecretString).toBe("first");
    const other = new GetSecretValueCommand({ SecretId: "once" });
    await expect(reader.send(other)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const write = new PutSecretValueCommand({ SecretId: "bank/bridge", SecretString: "mine" });
    await expect(reader.send(write)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("survive a restart in a file only its owner reads; a changed seed is a rotation", () => {
    const directory = freshDirectory();
    const open = (seed: Record<string, string>) => openSecrets({ directory, seed, now: fixedClock().now, newId: randomUUID });
    open({ key: "one" });
    expect(statSync(join(directory, "secrets.json")).mode & 0o777).toBe(0o600);
    const id = versionAt(open({ key: "one" }).secret("key"), {}).id;
    expect(versionAt(open({}).secret("key"), {})).toMatchObject({ id, text: "one" });
    const rotated = open({ key: "two" }).secret("key");
    expect(versionAt(rotated, {}).text).toBe("two");
    expect(versionAt(rotated, { stage: "AWSPREVIOUS" })).toMatchObject({ id, text: "one" });
  });
});

it("met no bug of its own", () => expect(local().bugs).toEqual([]));
