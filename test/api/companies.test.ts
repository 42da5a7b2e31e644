import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { companies } from "#store/companies";
import { yearsThrough } from "#store/fiscal-years";
import { COMPANIES_MAX } from "#store/own-companies";
import { colleague, sessionOf } from "#test/people";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });

async function owned() {
  const mine = await company(world);
  const session = await sessionOf(world, mine.id, mine.personId, "owner");
  const path = `/api/companies/${mine.id}`;
  return { ...session, path, change: (body: unknown) => session.put(path, body) };
}

describe("the company of a session", () => {
  it("tells what it is before the law, dated, and what is true today", async () => {
    const mine = await owned();
    const answer = await mine.change({
      name: "Atelier Horizon SAS",
      vat_number: "fr 11 123456782",
      activity_code: "62.01z",
      address: { line1: "3 rue des Ateliers", postal_code: "13002", city: "Marseille" },
      legal_form: [
        { value: "sas", valid_from: "2026-07-01" },
        { value: "sarl", valid_from: "2019-02-01" },
      ],
      share_capital: [
        { value_cents: 1_000_000, valid_from: "2019-02-01" },
        { value_cents: 5_000_000, valid_from: "2027-01-01" },
      ],
      vat_regime: [
        { value: "simplifie", valid_from: "2019-02-01" },
        { value: "normal_trimestriel", valid_from: "2027-01-01" },
      ],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ name: "Atelier Horizon SAS", siren: "123456782", vat_number: "FR11123456782", activity_code: "6201Z", version: 2 },
        address: { line1: "3 rue des Ateliers", postal_code: "13002", city: "Marseille", country: "FR" },
        current: { legal_form: "sas", share_capital_cents: 1_000_000, vat_regime: "simplifie" },
      },
    });
    expect((answer.body["legal_form"] as { value: string }[]).map(({ value }) => value)).toEqual(["sarl", "sas"]);
    expect((await mine.get(mine.path)).body).toEqual(answer.body);
    world.clock.set("2027-01-02T11:00:00.000Z");
    const viewer = await colleague(world, mine.companyId, "viewer");
    expect((await viewer.get(mine.path)).body["current"]).toEqual({
      ...{ legal_form: "sas", share_capital_cents: 5_000_000, vat_regime: "normal_trimestriel" },
    });
    world.clock.set("2026-11-25T11:00:00.000Z");
  });

  it("keeps what a change leaves out, and takes away what it names null", async () => {
    const mine = await owned();
    await mine.change({ activity_code: "6201Z", vat_regime: [{ value: "franchise", valid_from: "2024-01-01" }] });
    const { body } = await mine.change({ name: "Autre nom", activity_code: null });
    expect(body).toMatchObject({ name: "Autre nom", activity_code: null, siren: "123456782", vat_regime: [{ value: "franchise" }] });
    expect((await mine.change({ siren: null })).body).toMatchObject({ siren: null, vat_number_of_siren: null });
    expect((await mine.change({ siren: "732829320" })).body).toMatchObject({ vat_number_of_siren: "FR44732829320" });
  });

  it("made before legal data were asked for is read with none", async () => {
    const mine = await owned();
    const item = await world.table(mine.companyId).get({ Key: { pk: `COMPANY#${mine.companyId}#COMPANY`, sk: "COMPANY" } });
    expect(item).not.toHaveProperty("legal");
    expect(await mine.get(mine.path)).toMatchObject({
      status: 200,
      body: {
        vat_number: null,
        legal_form: [],
        fiscal_year: [],
        current: { legal_form: null, share_capital_cents: null, vat_regime: null },
      },
    });
  });

  it("refuses what is no legal datum, naming the place", async () => {
    const mine = await owned();
    const bad: [object, string][] = [
      [{ siren: "123456789" }, "/siren"],
      [{ vat_number: "FR33123456782" }, "/vat_number"],
      [{ vat_number: "DE123456789" }, "/vat_number"],
      [{ vat_number: "FR44732829320" }, "/vat_number"],
      [{ activity_code: "62" }, "/activity_code"],
      [{ closes_on: "13-01" }, "/closes_on"],
      [{ legal_form: [{ value: "gmbh", valid_from: "2020-01-01" }] }, "/legal_form/0/value"],
      [{ share_capital: [{ value_cents: 10.5, valid_from: "2020-01-01" }] }, "/share_capital/0/value_cents"],
      [{ share_capital: [{ value_cents: -1, valid_from: "2020-01-01" }] }, "/share_capital/0/value_cents"],
      [{ vat_regime: [{ value: "franchise", valid_from: "2020-02-30" }] }, "/vat_regime/0/valid_from"],
      [{ vat_regime: Array(2).fill({ value: "franchise", valid_from: "2020-01-01" }) }, "/vat_regime"],
      [{ address: { line1: "x", postal_code: "13002", city: "M", owner_id: "per_x" } }, "/address/owner_id"],
      [{ owner_id: mine.personId }, "/owner_id"],
      [{ slug: "autre" }, "/slug"],
      [{ version: 9 }, "/version"],
      [{ name: "" }, "/name"],
    ];
    for (const [body, pointer] of bad)
      expect(await mine.change(body), pointer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    expect((await mine.get(mine.path)).body["version"]).toBe(1);
  });

  it("is the only one that is seen from inside: another one's id is unknown, even to somebody of both", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const second = await mine.post("/api/companies", { name: "Deuxième" });
    for (const id of [theirs.companyId, second.body["id"], world.newId("company")]) {
      refused(await mine.get(`/api/companies/${id}`), 404, "company.not_found");
      refused(await mine.put(`/api/companies/${id}`, { name: "Prise" }), 404, "company.not_found");
    }
    expect((await theirs.get(theirs.path)).body["name"]).toBe("Atelier Horizon");
  });

  it("changed by twenty at once is changed by one a version; nothing is lost", async () => {
    const mine = await owned();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => mine.change({ name: `Nom ${at}` })));
    const done = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status !== 200).every(({ body }) => body["code"] === "conflict.changed_meanwhile")).toBe(true);
    expect((await mine.get(mine.path)).body["version"]).toBe(1 + done.length);
  });
});

describe("a closing day", () => {
  it("makes the years nobody has opened yet, without a hole, and leaves the open ones", async () => {
    const mine = await owned();
    const before = (await mine.get("/api/ledger/years")).body["data"];
    const changed = await mine.change({ closes_on: "06-30" });
    expect(changed.body).toMatchObject({
      closes_on: "06-30",
      fiscal_year: [
        { closes_on: "12-31", valid_from: "2025-01-01" },
        { closes_on: "06-30", valid_from: "2027-01-01" },
      ],
    });
    expect((await mine.get("/api/ledger/years")).body["data"]).toEqual(before);
    const table = world.table(mine.companyId);
    const booking = {
      ...{ table, companyId: mine.companyId, now: world.clock.now, newId: world.newId, requestId: "r" },
      doer: { kind: "person", id: mine.personId },
    } as const;
    const years = await yearsThrough(booking, businessDate("2028-02-01"));
    expect(years.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ["2025-01-01", "2025-12-31"],
      ["2026-01-01", "2026-12-31"],
      ["2027-01-01", "2027-06-30"],
      ["2027-07-01", "2028-06-30"],
    ]);
  });

  it("changed back before it made a year leaves no trace", async () => {
    const mine = await owned();
    await mine.change({ closes_on: "06-30" });
    expect((await mine.change({ closes_on: "12-31" })).body["fiscal_year"]).toEqual([{ closes_on: "12-31", valid_from: "2025-01-01" }]);
  });
});

describe("another company of the same person", () => {
  it("is made with its years and its owner, whatever one's role is here; the session stays here", async () => {
    const here = await owned();
    const viewer = await colleague(world, here.companyId, "viewer");
    const made = await viewer.post("/api/companies", { name: "Société du lecteur", siren: "732829320", closes_on: "09-30" });
    expect(made).toMatchObject({ status: 201, body: { slug: "societe-du-lecteur", closes_on: "09-30", version: 1 } });
    const { data, next_cursor } = (await viewer.get("/api/companies")).body;
    expect([data, next_cursor]).toMatchObject([
      [
        { id: here.companyId, role: "viewer" },
        { id: made.body["id"], role: "owner", slug: "societe-du-lecteur", siren: "732829320" },
      ],
      null,
    ]);
    expect((await viewer.get("/auth/me")).body).toMatchObject({
      company: { id: here.companyId },
      companies: [
        { id: here.companyId, role: "viewer" },
        { name: "Société du lecteur", role: "owner" },
      ],
    });
    const years = await companies(world.table(here.companyId), here.companyId).years();
    expect(years.length).toBe(2);
    refused(await viewer.post("/api/companies", { name: "Encore", slug: "societe-du-lecteur" }), 409, "company.slug_taken");
  });

  it("is listed by pages, and there is a last one", async () => {
    const mine = await owned();
    for (let at = 0; at < COMPANIES_MAX - 1; at += 1) {
      const companyId = world.newId("company");
      await world.table().put({ Item: { pk: `SYSTEM#PERSON#${mine.personId}`, sk: `MEMBER#${companyId}`, companyId, role: "viewer" } });
    }
    refused(await mine.post("/api/companies", { name: "Une de trop" }), 409, "company.limit_reached");
    const second = await owned();
    for (const name of ["B", "C", "D"]) await second.post("/api/companies", { name: `Société ${name} ${second.companyId.slice(-6)}` });
    const first = await second.get("/api/companies?limit=3");
    const rest = await second.get(`/api/companies?limit=3&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    const names = [first, rest].map(({ body }) => (body["data"] as unknown[]).length);
    expect([names, rest.body["next_cursor"]]).toEqual([[3, 1], null]);
  });

  it("refuses what is no company", async () => {
    const mine = await owned();
    for (const body of [{}, { name: "" }, { name: "X", siren: "1" }, { name: "X", slug: "A B" }, { name: "X", owner_id: mine.personId }])
      refused(await mine.post("/api/companies", body), 400, "request.invalid");
  });
});
