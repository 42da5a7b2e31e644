import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutbox } from "#infra/local/aws/outbox";
import { createAwsServer } from "#infra/local/aws/server";
import { type Listening, listen } from "#infra/local/listen";

const directory = mkdtempSync(join(tmpdir(), "numma-ses-"));
const ids = { last: 0 };
function newId(): string {
  ids.last += 1;
  return `id-${String(ids.last).padStart(3, "0")}`;
}
const outbox = openOutbox({ directory, now: () => new Date(), newId });
const aws: { server?: Listening } = {};

beforeAll(async () => {
  const credentials = new Map([
    ["postman", { secret: "postman", principal: "postman" }],
    ["stranger", { secret: "stranger", principal: "stranger" }],
  ]);
  const may = (principal: string, action: string, resource: string) =>
    principal === "postman" && action === "ses:SendEmail" && resource === "mail";
  aws.server = await listen(createAwsServer({ credentials, services: { outbox }, may, now: () => new Date() }), 0);
});
afterAll(async () => {
  await aws.server?.close();
  rmSync(directory, { recursive: true });
});

const clientOf = (name: string, secretAccessKey = name) =>
  new SESv2Client({
    ...{ region: "eu-west-3", endpoint: aws.server?.url ?? "", maxAttempts: 1 },
    credentials: { accessKeyId: name, secretAccessKey },
  });
const letter = (subject: string, more: object = {}) =>
  new SendEmailCommand({
    FromEmailAddress: "NUMMA <a@example.test>",
    Destination: { ToAddresses: ["b@example.test"] },
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: "Bonjour é" }, Html: { Data: "<p>é</p>" } } } },
    ...more,
  });

describe("SES on this machine", () => {
  it("takes a mail from the SDK's own client and keeps it", async () => {
    const { MessageId } = await clientOf("postman").send(letter("Un"));
    expect(outbox.get(MessageId ?? "")).toMatchObject({
      ...{ from: "NUMMA <a@example.test>", to: ["b@example.test"], subject: "Un", text: "Bonjour é", html: "<p>é</p>" },
    });
    await clientOf("postman").send(letter("Deux"));
    expect(outbox.list().map(({ subject }) => subject)).toEqual(["Deux", "Un"]);
    expect(openOutbox({ directory, now: () => new Date(), newId }).list()).toEqual(outbox.list());
  });

  it("refuses who may not send, who signs wrongly, and what it does not know", async () => {
    const before = outbox.list().length;
    await expect(clientOf("stranger").send(letter("Non"))).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(clientOf("postman", "wrong").send(letter("Non"))).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await expect(clientOf("postman").send(letter("Non", { ConfigurationSetName: "x" }))).rejects.toMatchObject({
      name: "BadRequestException",
    });
    await expect(clientOf("postman").send(letter("Non", { Destination: { ToAddresses: [] } }))).rejects.toMatchObject({
      name: "BadRequestException",
    });
    expect(outbox.list()).toHaveLength(before);
  });

  it("gives no file but mails, whatever is asked for", () => {
    for (const id of ["../secrets/secrets", "..", "", "id-001.json", "%2e%2e"]) expect(outbox.get(id), id).toBeUndefined();
  });
});
