import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import { machineKeys } from "#infra/local/keys";
import { envelope, type Place, UnopenableEnvelope } from "#runtime/envelope";
import { SECRETS, type SecretOf } from "#runtime/secret-shapes";

const HORIZON = CompanyId.parse("cmp_01JD0000000000000000000001");
const OTHER = CompanyId.parse("cmp_01JD0000000000000000000002");
const PLACE: Place = { tenant: HORIZON, item: "CONNECTION#1", purpose: "partner-password" };
const TEXT = "motdepasse-à-garder";

const key = (id: string) => ({ id, key: randomBytes(32).toString("base64url") });
const made = (secret: SecretOf<"envelope">) => envelope(secret, randomBytes);
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "A" ? "B" : text[at] === "." ? "-" : "A") + text.slice(at + 1);

describe("an envelope", () => {
  it("opens what it sealed, whatever the text", () => {
    const { seal, open } = made({ keys: [key("k1")] });
    for (const text of [TEXT, "", "é€🙂\u0000", "x".repeat(64 * 1_024)]) expect(open(seal(text, PLACE), PLACE)).toBe(text);
  });

  it("is written as version, key id, nonce and ciphertext, and shows nothing of the text", () => {
    const sealed = made({ keys: [key("k1")] }).seal(TEXT, PLACE);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("motdepasse");
  });

  it("never seals twice with the same nonce", () => {
    const { seal } = made({ keys: [key("k1")] });
    const nonces = new Set(Array.from({ length: 200 }, () => seal(TEXT, PLACE).split(".")[2]));
    expect(nonces.size).toBe(200);
  });

  it("refuses a text of which any one character was changed, added or taken away", () => {
    const { seal, open } = made({ keys: [key("k1"), key("k2")] });
    const sealed = seal(TEXT, PLACE);
    for (let at = 0; at < sealed.length; at += 1) {
      expect(() => open(flipped(sealed, at), PLACE), `character ${at}`).toThrow("cannot be opened");
      expect(() => open(sealed.slice(0, at) + sealed.slice(at + 1), PLACE), `without ${at}`).toThrow("cannot be opened");
    }
    for (const more of ["A", ".", ".AAAA", "=", " "]) expect(() => open(sealed + more, PLACE)).toThrow(UnopenableEnvelope);
  });

  it("refuses a text moved to another tenant, item or field", () => {
    const { seal, open } = made({ keys: [key("k1")] });
    const sealed = seal(TEXT, PLACE);
    for (const other of [{ tenant: OTHER }, { item: "CONNECTION#2" }, { purpose: "webhook-secret" }])
      expect(() => open(sealed, { ...PLACE, ...other })).toThrow("another place");
    expect(() => open(sealed, { ...PLACE, item: "CONNECTION#1\npartner", purpose: "-password" })).toThrow("another place");
  });

  it("gives each tenant a key of its own: the same nonce under the same master key makes unrelated ciphertexts", () => {
    const { seal } = envelope({ keys: [key("k1")] }, (bytes) => new Uint8Array(bytes));
    const one = seal("0".repeat(64), PLACE).split(".")[3];
    const two = seal("0".repeat(64), { ...PLACE, tenant: OTHER }).split(".")[3];
    expect(one?.slice(0, 64)).not.toBe(two?.slice(0, 64));
  });

  it("refuses a key it does not have, a key of the same name with other bytes, and a version it does not know", () => {
    const secret = { keys: [key("k1")] };
    const sealed = made(secret).seal(TEXT, PLACE);
    expect(() => made({ keys: [key("k2")] }).open(sealed, PLACE)).toThrow("no such key");
    expect(() => made({ keys: [key("k1")] }).open(sealed, PLACE)).toThrow("altered");
    expect(() => made(secret).open(sealed.replace("v1.", "v2."), PLACE)).toThrow("unknown version");
    for (const text of ["", "v1", "v1...", "v1.k1..", `v1.k1.${"A".repeat(16)}.${"A".repeat(100_000)}`])
      expect(() => made(secret).open(text, PLACE)).toThrow("cannot be opened");
  });

  it("does not take what one of its keys sealed for another's", () => {
    const secret = { keys: [key("k1"), key("k2")] };
    const sealed = made(secret).seal(TEXT, PLACE);
    expect(() => made(secret).open(sealed.replace(".k1.", ".k2."), PLACE)).toThrow("altered");
  });

  it("opens after a rotation what was sealed before, says that it is old, and seals it anew on the next write", () => {
    const [first, second] = [key("k1"), key("k2")];
    const old = made({ keys: [first] }).seal(TEXT, PLACE);
    const rotated = made({ keys: [second, first] });
    expect(rotated.open(old, PLACE)).toBe(TEXT);
    expect(rotated.needsRotation(old)).toBe(true);
    const renewed = rotated.renew(old, PLACE);
    expect(rotated.needsRotation(renewed)).toBe(false);
    expect(rotated.renew(renewed, PLACE)).toBe(renewed);
    expect(made({ keys: [second] }).open(renewed, PLACE)).toBe(TEXT);
    expect(() => made({ keys: [second] }).open(old, PLACE)).toThrow("no such key");
  });

  it("refuses a text that is too long rather than storing half of it", () => {
    expect(() => made({ keys: [key("k1")] }).seal("é".repeat(40_000), PLACE)).toThrow(RangeError);
  });
});

describe("the envelope's secret", () => {
  it("is made by the machine in the shape functions read", () => {
    expect(SECRETS.envelope.parse(JSON.parse(machineKeys(() => "made").envelope)).keys).toHaveLength(1);
  });

  it("has keys of 32 bytes, names without dots, and no name twice", () => {
    const good = key("k1");
    for (const keys of [[], [{ ...good, key: "short" }], [{ ...good, id: "a.b" }], [good, key("k1")]])
      expect(SECRETS.envelope.safeParse({ keys }).success).toBe(false);
  });
});
