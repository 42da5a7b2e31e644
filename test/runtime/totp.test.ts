import { expect, it } from "vitest";
import { base32, matchingStep, otpauthUri, stepOf, totpCode } from "#runtime/totp";

/** RFC 6238, appendix B (SHA-1): the last six of its eight digits. */
const SECRET = Buffer.from("12345678901234567890");
const VECTORS = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
] as const;

it.each(VECTORS)("gives the code of RFC 6238 at %i seconds", (seconds, code) => {
  expect(totpCode(SECRET, stepOf(new Date(seconds * 1_000)))).toBe(code);
});

it("accepts the step before and after, no other, and none twice", () => {
  const now = new Date(1_111_111_111_000);
  const present = stepOf(now);
  const accepts = (step: number, used: number | null = null) => matchingStep(SECRET, totpCode(SECRET, step), now, used);
  expect([-2, -1, 0, 1, 2].map((drift) => accepts(present + drift))).toEqual([null, present - 1, present, present + 1, null]);
  expect(accepts(present, present)).toBeNull();
  expect(accepts(present - 1, present)).toBeNull();
  expect(accepts(present + 1, present)).toBe(present + 1);
  for (const code of ["", "05047", "0504711", "abcdef", "050472"]) expect(matchingStep(SECRET, code, now, null), code).toBeNull();
});

it("spells secrets as RFC 4648 does and names the account in the address of the QR code", () => {
  expect(["", "f", "fo", "foo", "foob", "fooba", "foobar"].map((text) => base32(Buffer.from(text)))).toEqual([
    "",
    "MY",
    "MZXQ",
    "MZXW6",
    "MZXW6YQ",
    "MZXW6YTB",
    "MZXW6YTBOI",
  ]);
  expect(otpauthUri(SECRET, "a b@example.test")).toBe(
    "otpauth://totp/NUMMA:a%20b%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=NUMMA&algorithm=SHA1&digits=6&period=30",
  );
});
