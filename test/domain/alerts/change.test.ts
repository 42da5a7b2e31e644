import { describe, expect, it } from "vitest";
import { type Alert, forgottenAt } from "#domain/alerts/alert";
import { acknowledged, changedAlert, closed, writtenAlert } from "#domain/alerts/change";
import { alertOf, type Finding, factOf } from "#domain/alerts/fact";
import { businessDate } from "#domain/dates";
import { AlertId, PersonId } from "#domain/ids";

const by = { actorId: PersonId.parse(`per_${"0".repeat(26)}`), at: "2026-11-25T11:00:00.000Z" };
const later = { ...by, at: "2026-11-26T11:00:00.000Z" };
const id = AlertId.parse(`alr_${"Z".repeat(26)}`);
const own = writtenAlert({ title: "T", message: "M", severity: "info" }, businessDate("2026-12-18"), id, by);
const finding: Finding = {
  ...{ kind: "tax_deadline", subject: "tva|2026-12-24", stage: "J-7", severity: "attention", title: "TVA", message: "À payer." },
  ...{ dueOn: businessDate("2026-12-24"), amountCents: null, link: null },
};
const derived = alertOf(finding, id, by.at);

describe("the status of an alert", () => {
  const everyWay = (alert: Alert): Alert[] =>
    (["open", "acknowledged", "closed"] as const).map((status) => changedAlert(alert, { status }, later));

  it.each([
    ["own", own],
    ["derived", derived],
  ])("goes from any to any, one version a change: %s", (_, alert) => {
    for (const from of everyWay(alert))
      for (const [place, to] of everyWay(from).entries()) {
        const status = ["open", "acknowledged", "closed"][place];
        expect(to.status).toBe(status);
        expect(to.version - from.version).toBe(from.status === status ? 0 : 1);
        expect(to.acknowledgedBy === null).toBe(to.acknowledgedAt === null);
        expect(to.closedAt !== null).toBe(status === "closed");
      }
  });

  it("keeps who saw it first when it is acknowledged again or closed", () => {
    const seen = acknowledged(own, by);
    expect(acknowledged(seen, later)).toBe(seen);
    expect(closed(seen, later.at)).toMatchObject({ acknowledgedAt: by.at, closedAt: later.at });
  });
});

it("is the same object when a change says what is there already", () => {
  expect(changedAlert(own, { title: "T", status: "open", dueOn: own.dueOn }, later)).toBe(own);
  expect(changedAlert(own, { title: "U", status: "acknowledged" }, later)).toMatchObject({
    title: "U",
    status: "acknowledged",
    version: 2,
  });
});

it("keeps the words of a fact as they were told", () => {
  expect(() => changedAlert(derived, { message: "Autre" }, later)).toThrow("alert.derived");
});

it("names a fact by what it is about and how far it is, not by its words", () => {
  expect(factOf({ ...finding })).toBe("tax_deadline|tva|2026-12-24|J-7");
  expect(derived.fact).toBe(factOf({ kind: "tax_deadline", subject: "tva|2026-12-24", stage: "J-7" }));
});

it("is forgotten thirteen months after its day or its making, whichever is later; one's own only after it is closed", () => {
  const day = (seconds: number | null) => seconds && new Date(seconds * 1_000).toISOString().slice(0, 10);
  expect(day(forgottenAt(derived))).toBe("2028-01-24");
  expect(day(forgottenAt({ ...derived, dueOn: businessDate("2020-01-01") }))).toBe("2027-12-26");
  expect(forgottenAt(own)).toBeNull();
  expect(day(forgottenAt(closed(own, by.at)))).toBe("2027-12-26");
});
