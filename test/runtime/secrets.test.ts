import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, describe, expect, it } from "vitest";
import { AwsError } from "#infra/local/aws/aws-error";
import { inProcessJson } from "#infra/local/aws/in-process";
import { openSecrets } from "#infra/local/aws/secrets";
import type { LogEvent } from "#runtime/log";
import { secretReader } from "#runtime/secrets";
import { clock } from "#test/world";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A reader on the real client and the local vault, which can be taken down. */
function vault(text: string) {
  const directory = mkdtempSync(join(tmpdir(), "numma-vault-"));
  directories.push(directory);
  const time = clock();
  const newId = randomUUID;
  const secrets = openSecrets({ directory, seed: { "numma/webhooks": text }, now: time.now, newId });
  const state = { calls: 0, isDown: false };
  const may = (): boolean => {
    state.calls += 1;
    if (state.isDown) throw new AwsError(500, "InternalServiceError", "down");
    return true;
  };
  const requestHandler = inProcessJson({ secrets }, "function", may, () => undefined);
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const client = new SecretsManagerClient({
    region: "eu-west-3",
    endpoint: "http://127.0.0.1",
    credentials,
    requestHandler,
    maxAttempts: 1,
  });
  const events: LogEvent[] = [];
  return {
    ...{ state, time, events },
    read: secretReader(client, time.now, (event) => void events.push(event)),
    put: (value: string) => secrets.put("numma/webhooks", { id: newId(), text: value }),
  };
}

describe("a secret", () => {
  it("is read once by a hundred requests and again after five minutes", async () => {
    const { read, put, state, time } = vault('{"bridge":["one"]}');
    await Promise.all(Array.from({ length: 100 }, () => read("webhooks")));
    put('{"bridge":["two","one"]}');
    expect(await read("webhooks")).toEqual({ bridge: ["one"] });
    time.pass(300);
    const all = await Promise.all(Array.from({ length: 100 }, () => read("webhooks")));
    expect(all.every(({ bridge }) => bridge[0] === "two")).toBe(true);
    expect(state.calls).toBe(2);
  });

  it("serves for an hour at most while the vault is down, told once and without its text", async () => {
    const { read, state, time, events } = vault('{"bridge":["quite-secret"]}');
    await read("webhooks");
    state.isDown = true;
    for (let minute = 0; minute < 59; minute += 1) {
      time.pass(60);
      expect(await read("webhooks")).toEqual({ bridge: ["quite-secret"] });
    }
    expect(events).toMatchObject([{ level: "warn", event: "secret.stale", secret: "webhooks" }]);
    time.pass(60);
    await expect(read("webhooks")).rejects.toMatchObject({ name: "InternalServiceError" });
  });

  it("keeps its good value when somebody puts a wrong one, and no message shows a part of it", async () => {
    for (const wrong of ['{"bridge":"not-a-list-7781"}', "nonsense-7781", "{}"]) {
      const { read, put, time, events } = vault('{"bridge":["one"]}');
      await read("webhooks");
      put(wrong);
      time.pass(300);
      expect(await read("webhooks")).toEqual({ bridge: ["one"] });
      expect(events).toHaveLength(1);
      expect(JSON.stringify(events)).not.toContain("7781");
    }
    const { read } = vault("nonsense-7781");
    await expect(read("webhooks")).rejects.toThrow("numma/webhooks is not in the shape its functions read");
  });
});
