import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarFile, type DayEvent } from "#documents/ics/calendar-file";
import { taxCalendarFile } from "#documents/ics/tax-calendar";
import { businessDate } from "#domain/dates";
import { obligations } from "#tax/calendar/obligations";
import { EXAMPLE } from "#test/tax/calendar/profile";

const STAMP = "2026-11-25T11:00:00.000Z";
const EVENT: DayEvent = {
  ...{ uid: "is.acompte_1-2026-12-31.com_1@numma.fr", on: businessDate("2026-12-31"), summary: "Acompte" },
  ...{ description: "Texte", categories: ["Paiement"] },
};
const fileOf = (...events: Partial<DayEvent>[]) =>
  calendarFile({ name: "Échéances", stampedAt: STAMP, events: events.map((event) => ({ ...EVENT, ...event })) });
const textOf = (file: Uint8Array) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);

/** Content lines unfolded, as RFC 5545, 3.1 has a reader do it. */
const linesOf = (file: Uint8Array): string[] => textOf(file).replaceAll("\r\n ", "").split("\r\n").slice(0, -1);

/** Values of a property, unescaped (3.3.11). */
const valuesOf = (file: Uint8Array, name: string): string[] =>
  linesOf(file)
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) =>
      line.slice(name.length + 1).replace(/\\([\\;,nN])/g, (_, escaped: string) => (escaped.toLowerCase() === "n" ? "\n" : escaped)),
    );

describe("an iCalendar file", () => {
  it("is this, to the byte", () => {
    expect(textOf(fileOf({}))).toBe(
      [
        ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//NUMMA//Calendrier fiscal//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"],
        ...["NAME:Échéances", "X-WR-CALNAME:Échéances", "BEGIN:VEVENT", "UID:is.acompte_1-2026-12-31.com_1@numma.fr"],
        ...["DTSTAMP:20261125T110000Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:Acompte"],
        ...["DESCRIPTION:Texte", "CATEGORIES:Paiement", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""],
      ].join("\r\n"),
    );
  });

  it("ends every line with CRLF, none longer than 75 octets, and cuts no character in two", () =>
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.string({ unit: "binary", maxLength: 200 }),
        (summary, description) => {
          const file = fileOf({ summary, description });
          const lines = textOf(file).split("\r\n");
          expect(lines.at(-1)).toBe("");
          for (const line of lines) {
            expect(new TextEncoder().encode(line).byteLength).toBeLessThanOrEqual(75);
            expect(line).not.toMatch(/[\r\n]/);
          }
        },
      ),
    ));

  it("gives back any printable text a reader unfolds and unescapes", () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aé€😀,;\\: n\n"), maxLength: 200 }), (description) => {
        expect(valuesOf(fileOf({ description }), "DESCRIPTION")).toEqual([description]);
      }),
    ));

  it("lets no text begin a line of its own, and drops control characters", () => {
    const file = fileOf({ summary: "Acompte\r\nEND:VCALENDAR\nX\u0007-EVIL:1" });
    expect(linesOf(file).filter((line) => line === "END:VCALENDAR")).toHaveLength(1);
    expect(valuesOf(file, "SUMMARY")).toEqual(["Acompte\nEND:VCALENDAR\nX-EVIL:1"]);
  });

  it("folds a line at the 76th octet, in front of a character of several", () => {
    const summary = `${"x".repeat(66)}é`;
    expect(textOf(fileOf({ summary }))).toContain(`SUMMARY:${"x".repeat(66)}\r\n é\r\n`);
    expect(textOf(fileOf({ summary: "x".repeat(67) }))).toContain(`SUMMARY:${"x".repeat(67)}\r\nDESC`);
  });

  it("refuses to be a mistake of more than 5 000 events", () => {
    expect(() => fileOf(...Array.from({ length: 5_001 }, () => ({})))).toThrow(RangeError);
  });
});

describe("a company's obligations as a file", () => {
  const calendar = obligations(EXAMPLE, businessDate("2026-01-01"), businessDate("2026-12-31"));
  const file = taxCalendarFile(calendar, { owner: "com_1", name: "Échéances", stampedAt: STAMP });

  it("holds one whole day each, balanced, without an alarm, under a UID of its own", () => {
    const count = (line: string) => linesOf(file).filter((one) => one === line).length;
    expect([count("BEGIN:VEVENT"), count("END:VEVENT")]).toEqual([calendar.obligations.length, calendar.obligations.length]);
    expect(linesOf(file).filter((line) => line.includes("VALARM"))).toEqual([]);
    expect(new Set(valuesOf(file, "UID")).size).toBe(calendar.obligations.length);
    expect(valuesOf(file, "DTSTART;VALUE=DATE")).toEqual(calendar.obligations.map(({ dueDate }) => dueDate.replaceAll("-", "")));
  });

  it("keeps the UIDs whatever the window and the instant, and has others for another company", () => {
    const uids = (from: string, owner: string, stampedAt: string) =>
      valuesOf(
        taxCalendarFile(obligations(EXAMPLE, businessDate(from), businessDate("2026-06-30")), { owner, name: "", stampedAt }),
        "UID",
      );
    const may = uids("2026-05-01", "com_1", "2026-12-01T00:00:00.000Z");
    expect(may.length).toBeGreaterThan(5);
    expect(valuesOf(file, "UID")).toEqual(expect.arrayContaining(may));
    expect(uids("2026-05-01", "com_2", STAMP).filter((uid) => may.includes(uid))).toEqual([]);
  });

  it("says the amount, the form, the article, and the day of the text where the due day is another", () => {
    expect(valuesOf(file, "SUMMARY")).toContain(
      "Premier acompte d'impôt sur les sociétés – exercice clos le 31 décembre 2026 (3\u202F000\u00A0€)",
    );
    const description = valuesOf(file, "DESCRIPTION").find((text) => text.includes("2571-SD"));
    expect(description).toMatch(/^Formulaire : 2571-SD\nTexte : CGI art\. 1668, 1 ; .*\nDate du texte : 15 mars 2026\n/);
  });
});
