import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BridgeEvent, verifyBridgeSignature } from "#connectors/banks/bridge-webhook";

const BODY = '{"content":{"item_id":1,"user_uuid":"u"},"timestamp":1795240800000,"type":"item.created"}';
const RIGHT = "A59F68F058325C11FCAEB01BECE6C5B83AEEE0139B724F4010EC26D08F6FBDBF";
const WRONG = `B${RIGHT.slice(1)}`;
const SECRETS = ["whsec_example"];

const signedWith = (secret: string, body = BODY): string => createHmac("sha256", secret).update(body).digest("hex").toUpperCase();
const verify = (header: string | undefined, secrets: readonly string[] = SECRETS, body: string | Uint8Array = BODY) =>
  verifyBridgeSignature(typeof body === "string" ? Buffer.from(body) : body, header, secrets);

describe("a webhook is accepted", () => {
  test.each([
    ["as Bridge signs it", `v1=${RIGHT}`],
    ["in lower-case hexadecimal, which are the same bytes", `v1=${RIGHT.toLowerCase()}`],
    ["signed twice, the first right", `v1=${RIGHT},v1=${WRONG}`],
    ["signed twice, the second right", `v1=${WRONG},v1=${RIGHT}`],
    ["with a space after the comma", `v1=${WRONG}, v1=${RIGHT}`],
    ["beside a scheme of tomorrow", `v2=${WRONG},v1=${RIGHT}`],
    ["beside a signature too odd to read", `v1=ABC,v1=${RIGHT}`],
  ])("%s", (_, header) => {
    expect(verify(header)).toBe(true);
  });

  test("under either secret while one is being replaced", () => {
    const both = ["new-secret", "whsec_example"];
    expect(verify(`v1=${RIGHT}`, both)).toBe(true);
    expect(verify(`v1=${signedWith("new-secret")}`, both)).toBe(true);
    expect(verify(`v1=${signedWith("new-secret")},v1=${RIGHT}`, ["new-secret"])).toBe(true);
  });

  test("on bytes that are no valid text", () => {
    const bytes = Uint8Array.from([0, 255, 254, 10]);
    const signature = createHmac("sha256", "whsec_example").update(bytes).digest("hex").toUpperCase();
    expect(verify(`v1=${signature}`, SECRETS, bytes)).toBe(true);
  });
});

describe("a webhook is refused", () => {
  test.each([
    ["without a header", undefined],
    ["with an empty header", ""],
    ["signed otherwise", `v1=${WRONG}`],
    ["under scheme v0", `v0=${RIGHT}`],
    ["under scheme v11", `v11=${RIGHT}`],
    ["under scheme V1", `V1=${RIGHT}`],
    ["without a scheme", RIGHT],
    ["with half a signature", `v1=${RIGHT.slice(0, 32)}`],
    ["with an odd number of digits", `v1=${RIGHT.slice(1)}`],
    ["with one digit too many", `v1=${RIGHT}0`],
    ["with digits that are no hexadecimal", `v1=${RIGHT.slice(0, 63)}G`],
    ["with a space inside the signature", `v1=${RIGHT.slice(0, 32)} ${RIGHT.slice(32)}`],
    ["in base64", `v1=${Buffer.from(RIGHT, "hex").toString("base64")}`],
    ["with the signature after another sign", `v1:${RIGHT}`],
    ["in a header too long to be one", `${"v1=00,".repeat(200)}v1=${RIGHT}`],
    ["after more signatures than a rotation makes", `${`v1=${WRONG},`.repeat(4)}v1=${RIGHT}`],
  ])("%s", (_, header) => {
    expect(verify(header)).toBe(false);
  });

  test("when one byte of the body changed", () => {
    expect(verify(`v1=${RIGHT}`, SECRETS, BODY.replace("1", "2"))).toBe(false);
    expect(verify(`v1=${RIGHT}`, SECRETS, `${BODY}\n`)).toBe(false);
    expect(verify(`v1=${RIGHT}`, SECRETS, JSON.stringify(JSON.parse(BODY), null, 1))).toBe(false);
  });

  test("under a secret that is not ours, or under none", () => {
    expect(verify(`v1=${RIGHT}`, ["other"])).toBe(false);
    expect(verify(`v1=${RIGHT}`, [])).toBe(false);
    expect(verify(`v1=${signedWith("")}`, [""])).toBe(false);
  });
});

describe("an event", () => {
  test("says whom and what it is about", () => {
    const body = {
      type: "item.account.updated",
      timestamp: 1795240800000,
      content: { item_id: 7, account_id: 41, user_uuid: "u", balance: 1.5, nb_new_transactions: 3 },
    };
    expect(BridgeEvent.parse(body)).toEqual({
      type: "item.account.updated",
      timestamp: 1795240800000,
      userUuid: "u",
      itemId: "7",
      accountId: "41",
    });
  });

  test("of a type we do not know, or without content, is read all the same", () => {
    expect(BridgeEvent.parse({ type: "item.teleported", timestamp: 1795240800000, content: { user_uuid: "u" } })).toMatchObject({
      type: "item.teleported",
      userUuid: "u",
    });
    expect(BridgeEvent.parse({ type: "user.deleted", timestamp: 1795240800000 })).toEqual({
      type: "user.deleted",
      timestamp: 1795240800000,
    });
    expect(
      BridgeEvent.parse({ type: "item.created", timestamp: 1795240800000, content: { item_id: { odd: 1 }, user_uuid: null } }),
    ).toEqual({ type: "item.created", timestamp: 1795240800000 });
  });

  test("of the dashboard's button is dated in seconds, and read in milliseconds", () => {
    expect(BridgeEvent.parse({ type: "TEST_EVENT", timestamp: 1795240800, content: { status: "ok" } })).toEqual({
      type: "TEST_EVENT",
      timestamp: 1795240800000,
    });
  });

  test.each([
    [{}],
    [{ type: "x" }],
    [{ type: "", timestamp: 1 }],
    [{ type: "x", timestamp: "soon" }],
    [{ type: "x", timestamp: 1e20 }],
    [{ type: "x", timestamp: -1 }],
    [[]],
    ["x"],
  ])("%j is none", (body) => {
    expect(BridgeEvent.safeParse(body).success).toBe(false);
  });
});
