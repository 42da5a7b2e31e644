import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, it } from "vitest";
import { firstSecrets } from "#infra/ops/first-secrets";
import { SECRETS } from "#runtime/secret-shapes";

const VAULT = "numma/prod/";
const NAMES = Object.keys(SECRETS);
const PARTNER = { BRIDGE_CLIENT_ID: "id", BRIDGE_CLIENT_SECRET: "bridge-secret", BRIDGE_WEBHOOK_SECRET: "hook-secret" };

/** Secrets Manager as far as these calls go: names that are there, some without a value. */
function vault(held: Record<string, string | null>) {
  const asked: string[] = [];
  const wrong = (message: string) => ({ statusCode: 400, body: JSON.stringify({ __type: "ResourceNotFoundException", message }) });
  const answer = (operation: string, { SecretId = "", SecretString = "" }: Record<string, string>) => {
    asked.push(operation);
    const value = held[SecretId];
    if (value === undefined) return wrong("Secrets Manager can't find the specified secret.");
    if (operation === "PutSecretValue") held[SecretId] = SecretString;
    else if (value === null) return wrong("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
    return { statusCode: 200, body: JSON.stringify({ Name: SecretId, ...(value !== null && { SecretString: value }) }) };
  };
  const requestHandler = {
    async handle({ headers, body }: { headers: Record<string, string>; body?: unknown }) {
      const { statusCode, body: text } = answer(
        (headers["x-amz-target"] ?? "").split(".")[1] ?? "",
        JSON.parse(body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)),
      );
      return { response: { statusCode, headers: { "content-type": "application/x-amz-json-1.1" }, body: Buffer.from(text) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  return { asked, client: new SecretsManagerClient({ region: "eu-west-3", credentials, requestHandler }) };
}
const empty = () => Object.fromEntries(NAMES.map((name) => [VAULT + name, null as string | null]));
const filling = (held: Record<string, string | null>, settings: Record<string, string> = PARTNER) =>
  firstSecrets({ client: vault(held).client, vault: VAULT, settings, newId: () => "key-1" });

it("gives every empty secret of a stage a first value its functions can read, and a key that verifies what it signs", async () => {
  const held = empty();
  expect(await filling(held)).toEqual(Object.fromEntries(NAMES.map((name) => [name, "filled"])));
  for (const [name, shape] of Object.entries(SECRETS)) expect(() => shape.parse(JSON.parse(held[VAULT + name] ?? "")), name).not.toThrow();
  const [{ kid, privateJwk }, { keys }] = [
    SECRETS.signing.parse(JSON.parse(held[`${VAULT}signing`] ?? "")),
    SECRETS.verify.parse(JSON.parse(held[`${VAULT}verify`] ?? "")),
  ];
  expect(keys.map((key) => key["kid"])).toEqual([kid]);
  expect(keys[0]).not.toHaveProperty("d");
  expect(privateJwk).toHaveProperty("d");
  expect(JSON.parse(held[`${VAULT}bank`] ?? "")).toEqual({ bridge: { clientId: "id", clientSecret: "bridge-secret" } });
});

it("changes no value that is there, however often it runs", async () => {
  const held = empty();
  await filling(held);
  const before = { ...held };
  expect(await filling(held, {})).toEqual(Object.fromEntries(NAMES.map((name) => [name, "kept"])));
  expect(held).toEqual(before);
});

it("leaves partners out that are not given, in the shape that refuses them by name", async () => {
  const held = empty();
  await filling(held, {});
  expect([held[`${VAULT}bank`], held[`${VAULT}webhooks`]]).toEqual(["{}", '{"bridge":[]}']);
});

it("stops where the data stack has made no secrets, or one half of the key pair is missing", async () => {
  await expect(filling({})).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const half: Record<string, string | null> = { ...empty(), [`${VAULT}verify`]: '{"keys":[]}' };
  await expect(filling(half)).rejects.toThrow("two halves");
  expect(half[`${VAULT}signing`]).toBeNull();
});
