import { describe, expect, it } from "vitest";
import { assertStrong } from "#domain/people/password";
import { Refusal } from "#domain/refusals";

const OWN = ["camille.durand", "Menuiserie Durand", "Camille Durand"];

/** The flaw a password is refused for, or nothing. */
function flawOf(password: string): string | undefined {
  try {
    assertStrong(password, OWN, "/new_password");
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error).toMatchObject({ code: "auth.weak_password", flaws: [{ pointer: "/new_password" }] });
    return error.flaws[0]?.message;
  }
}

describe("a password is refused, and why is said", () => {
  it.each(["", "test123", "Camille", "é".repeat(9)])("%s: too short, whatever else it is", (password) =>
    expect(flawOf(password)).toBe("at_least:10:characters"),
  );

  it("too long to be hashed", () => expect(flawOf("ab".repeat(65))).toBe("at_most:128:characters"));

  it.each(["Camille2026", "!DURAND2026", "menuiserie75", "m3nuis3r1e!!"])("%s: made of the person's own words", (password) =>
    expect(flawOf(password)).toBe("too_personal"),
  );

  it.each(["motdepasse1", "m0td3p@sse12", "1234567890", "aaaaaaaaaaaa", "abcdabcdabcd", "azertyuiop12", "29/07/1984 75"])(
    "%s: among the first that are guessed",
    (password) => expect(flawOf(password)).toBe("too_common"),
  );
});

it.each(["cheval juste pile agrafe", "Ma menuiserie ouvre à 8 heures", "éééé Ωß漢字カナ", "tR7#kq9!vZ"])("%s is taken", (password) =>
  expect(flawOf(password)).toBeUndefined(),
);
