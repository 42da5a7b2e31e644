import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLuhnKey } from "#domain/identifiers/luhn";
import { hasIbanKey, hasRibKey, restBy97 } from "#domain/identifiers/mod97";
import { vatNumberOf } from "#domain/people/vat-number";
import { Identified } from "#tax/identifiers/identified";
import { identify } from "#tax/identifiers/identify";
import { KNOWN_IDENTIFIERS } from "#test/tax/identifiers/examples";

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(""));
const keyed = (head: string): string => `${head}${[..."0123456789"].find((key) => hasLuhnKey(head + key))}`;
const ribOf = (head: string): string => `${head}${String(97 - restBy97(`${head}00`)).padStart(2, "0")}`;
const ibanOf = (country: string, bban: string): string =>
  `${country}${String(98 - restBy97(`${bban}${country}00`)).padStart(2, "0")}${bban}`;

const siren = digits(8)
  .map(keyed)
  .filter((one) => one !== "000000000");
const siret = fc
  .tuple(siren, digits(4))
  .map(([head, nic]) => keyed(head + nic))
  .filter((one) => !one.endsWith("00000") && !one.startsWith("356000000"));
const rib = digits(21).map(ribOf);

/** Every text that differs in one digit. */
const mutations = (text: string, from = 0): string[] =>
  [...text].flatMap((character, place) =>
    place < from || !/\d/.test(character)
      ? []
      : [..."0123456789"].filter((digit) => digit !== character).map((digit) => text.slice(0, place) + digit + text.slice(place + 1)),
  );

/** Every text in which two digits side by side, which differ, have changed places. */
const transpositions = (text: string, from = 0): { readonly text: string; readonly pair: string }[] =>
  Array.from({ length: text.length - 1 - from }, (_, index) => index + from).flatMap((place) => {
    const [left = "", right = ""] = [text.charAt(place), text.charAt(place + 1)];
    return left === right || !/\d\d/.test(left + right)
      ? []
      : [{ text: text.slice(0, place) + right + left + text.slice(place + 2), pair: left + right }];
  });

describe("the identifiers that are known", () => {
  it.each(KNOWN_IDENTIFIERS)("%s is read as %s, valid: %s", (text, kind, valid, display) => {
    const found = identify(text);
    expect(found).toMatchObject({ kind, valid, display });
    expect(found.reason === null).toBe(valid === true);
    expect(Identified.parse(found)).toEqual(found);
  });

  it("have parts, in their order", () => {
    const parts = (text: string) => identify(text).parts.map(({ code, value }) => `${code} ${value}`);
    expect(parts("73282932000074")).toEqual(["siren 732829320", "nic 00074"]);
    expect(parts("FR83404833048")).toEqual(["country FR", "key 83", "siren 404833048"]);
    expect(parts("FR1420041010050500013M02606")).toEqual([
      "country FR",
      "key 14",
      "bank 20041",
      "branch 01005",
      "account 0500013M026",
      "rib_key 06",
    ]);
    expect(parts("DE89370400440532013000")).toEqual(["country DE", "key 89", "bban 370400440532013000"]);
    expect(parts("PSSTFRPPLIL")).toEqual(["bank PSST", "country FR", "location PP", "branch LIL"]);
    expect(parts("4332A")).toEqual(["division 43", "class 4332", "subclass 4332A"]);
  });

  it("say what exactly is wrong", () => {
    const reason = (text: string) => identify(text).reason;
    expect(reason("73282932100074")).toContain("neuf premiers chiffres");
    expect(reason("FR84404833048")).toContain("n'est pas celle de son SIREN");
    expect(reason(vatNumberOf("123456789"))).toContain("clé est juste");
    expect(reason("DE8937040044053201300")).toBe("Un IBAN DE compte 22 caractères ; celui-ci en a 21.");
    expect(reason("US89370400440532013000")).toContain("sous le code US");
    expect(reason(ibanOf("FR", "20041010050500013M02607"))).toContain("clé RIB du compte est fausse");
    expect(reason(ibanOf("FR", "2004A010050500013M02606"))).toContain("banque, guichet, compte, clé");
    expect(identify(vatNumberOf("000111222"))).toMatchObject({ valid: true, reason: expect.stringContaining("Monaco") });
  });
});

describe("check digits promise", () => {
  it("that no SIREN or SIRET holds after one digit changed", () =>
    fc.assert(
      fc.property(fc.oneof(siren, siret), (number) => {
        expect(identify(number).valid).toBe(true);
        expect(mutations(number).filter((one) => identify(one).valid === true)).toEqual([]);
      }),
      { numRuns: 40 },
    ));

  it("that no two digits side by side change places in a SIREN unseen, but 0 and 9", () =>
    fc.assert(
      fc.property(siren, (number) => {
        const unseen = transpositions(number).filter(({ text }) => hasLuhnKey(text));
        expect(unseen.map(({ pair }) => pair)).toEqual(
          transpositions(number)
            .map(({ pair }) => pair)
            .filter((pair) => pair === "09" || pair === "90"),
        );
      }),
      { numRuns: 200 },
    ));

  it("that a French VAT number shows every changed digit, and those that changed places", () =>
    fc.assert(
      fc.property(siren.map(vatNumberOf), (number) => {
        expect(identify(number).valid).toBe(true);
        expect(mutations(number, 2).filter((one) => identify(one).valid === true)).toEqual([]);
        const swapped = transpositions(number, 4).filter(({ text }) => identify(text).valid === true);
        expect(swapped).toEqual([]);
      }),
      { numRuns: 40 },
    ));

  it("that a RIB and a French IBAN show every changed digit and every two that changed places", () =>
    fc.assert(
      fc.property(rib, (number) => {
        const iban = ibanOf("FR", number);
        expect([identify(number).valid, identify(iban).valid]).toEqual([true, true]);
        expect(mutations(number).filter(hasRibKey)).toEqual([]);
        expect(transpositions(number).filter(({ text }) => hasRibKey(text))).toEqual([]);
        expect(mutations(iban, 2).filter((one) => identify(one).valid === true)).toEqual([]);
        expect(transpositions(iban, 2).filter(({ text }) => identify(text).valid === true)).toEqual([]);
      }),
      { numRuns: 30 },
    ));

  it("the same of an IBAN without a key of its own, and of a letter for a letter", () =>
    fc.assert(
      fc.property(
        digits(18),
        fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (bban, letter, other) => {
          const iban = ibanOf("DE", bban);
          expect(mutations(iban, 2).filter(hasIbanKey)).toEqual([]);
          expect(transpositions(iban, 2).filter(({ text }) => hasIbanKey(text))).toEqual([]);
          const british = ibanOf("GB", `NW${letter}K60161331926819`);
          expect(hasIbanKey(british.replace(`NW${letter}`, `NW${other}`))).toBe(letter === other);
        },
      ),
      { numRuns: 40 },
    ));

  it("only what is issued: check digits 00, 01 and 99 pass the division and are refused", () => {
    const iban = Array.from({ length: 500 }, (_, number) => ibanOf("DE", String(number).padStart(18, "0"))).find(
      (one) => one.slice(2, 4) === "97",
    );
    const twin = `DE00${iban?.slice(4)}`;
    expect([hasIbanKey(twin), identify(twin).valid, identify(iban ?? "").valid]).toEqual([true, false, true]);
  });
});

describe("hostile and damaged texts", () => {
  it.each([
    ["Arabic digits", "٧٣٢٨٢٩٣٢٠"],
    ["full-width digits", "７３２８２９３２０"],
    ["a zero-width space", "7328\u200B29320"],
    ["a byte order mark", "\uFEFF732829320"],
    ["a right-to-left mark", "732829320\u200F"],
    ["a Cyrillic letter", "FR1420041010050500013М02606"],
    ["a half of a surrogate pair", "732829320\uD800"],
    ["a control character", "732829320\u0000"],
  ])("%s is not silently mended", (_, text) => {
    expect(identify(text)).toMatchObject({ kind: "unknown", valid: false, value: "" });
  });

  it("what they look like is offered, with its own verdict", () => {
    expect(identify("7328\u200B29320").candidates).toMatchObject([{ kind: "siren", value: "732829320", valid: true }]);
    expect(identify("７３２８２９３２１").candidates).toMatchObject([{ kind: "siren", value: "732829321", valid: false }]);
    expect(identify("٧٣٢٨٢٩٣٢٠").candidates).toEqual([]);
  });

  it("a zero that a spreadsheet lost and a missing FR are offered where the key then holds", () => {
    expect(identify("05520136").candidates).toEqual([]);
    expect(identify("5520135").candidates).toEqual([]);
    const lost = keyed("01234567").slice(1);
    expect(identify(lost)).toMatchObject({
      kind: "unknown",
      reason: expect.stringContaining("zéro de tête"),
      candidates: [{ kind: "siren", value: `0${lost}`, valid: true }],
    });
    expect(identify("83404833048")).toMatchObject({
      kind: "unknown",
      reason: expect.stringContaining("« FR »"),
      candidates: [{ kind: "tva", value: "FR83404833048" }],
    });
    expect(identify("84404833048").candidates).toEqual([]);
  });

  it("separators and case do not matter", () => {
    expect(identify("fr14-2004.1010\u00A00505\u202F0001/3m02 606\r\n")).toMatchObject({ kind: "iban", valid: true });
    expect(identify(" - . / ")).toMatchObject({ kind: "unknown", reason: "Aucun texte à lire." });
  });

  it("anything at all gets an answer, and what is too long is not looked at", () => {
    void fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 80 }),
          fc.string({ unit: fc.constantFrom(..."FRDE0123456789AZ +*.\u200B"), maxLength: 70 }),
        ),
        (text) => {
          const found = identify(text);
          expect(Identified.parse(found)).toEqual(found);
          expect(found.reason === null || found.reason.length > 10).toBe(true);
          expect(found.valid === true && found.kind === "unknown").toBe(false);
        },
      ),
      { numRuns: 300 },
    );
    expect(identify("1".repeat(65))).toMatchObject({ kind: "unknown", reason: expect.stringContaining("trop long") });
  });
});
