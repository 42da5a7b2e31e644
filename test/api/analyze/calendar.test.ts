import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { PROFILE } from "#test/tax/calendar/profile";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const Told = z.object({
  obligations: z.array(z.looseObject({ code: z.string(), due_date: z.string(), amount_cents: z.int().nullable() })),
});
const asked = (from: string, to: string, profile: unknown = PROFILE) => ({ from, to, profile });

it("tells what a company has to do, without asking the table anything", async () => {
  const mine = await company(world);
  world.events.length = 0;
  const { status, body } = await mine.post("/analyze/calendar", asked("2026-03-01", "2026-03-31"));
  expect(status).toBe(200);
  expect(Told.parse(body).obligations).toMatchObject([
    { code: "is.acompte_1", due_date: "2026-03-16", nominal_date: "2026-03-15", amount_cents: 300_000, confirmed: true },
    { code: "social.dsn", due_date: "2026-03-16" },
    { code: "tva.ca3_mensuelle", due_date: "2026-03-23", period: { label: "février 2026" } },
  ]);
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("gives the same as a calendar file when Accept or the address says so, and JSON where JSON comes first", async () => {
  const mine = await company(world);
  const body = asked("2026-03-01", "2026-03-31");
  const ask = (path: string, accept?: string) => mine.as("POST", path, { body, headers: accept === undefined ? {} : { accept } });
  const byAccept = await ask("/analyze/calendar", "text/calendar");
  expect(byAccept.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(byAccept.headers["content-disposition"]).toBe('attachment; filename="echeances_2026-03-01_2026-03-31.ics"');
  expect(byAccept.text).toContain("\r\nDTSTART;VALUE=DATE:20260316\r\n");
  expect(byAccept.text).toContain(`\r\nUID:is.acompte_1-2026-12-31.${mine.id}@numma.fr\r\n`);
  expect((await ask("/analyze/calendar?format=ics")).text).toBe(byAccept.text);
  expect((await ask("/analyze/calendar", "application/json, text/calendar")).headers["content-type"]).toContain("application/json");
  expect((await ask("/analyze/calendar?format=json", "text/calendar")).headers["content-type"]).toContain("application/json");
  expect((await ask("/analyze/calendar", "application/pdf")).status).toBe(406);
});

it("refuses a window that is too long, one that ends before it begins, and years nobody read the law of", async () => {
  const mine = await company(world);
  const refused = async (from: string, to: string) => {
    const { status, body } = await mine.post("/analyze/calendar", asked(from, to));
    const { code, errors } = z.object({ code: z.string(), errors: z.array(z.looseObject({ message: z.string() })) }).parse(body);
    return [status, code, errors[0]?.message];
  };
  expect(await refused("2024-01-01", "2026-01-01")).toEqual([400, "request.invalid", "Période de 24 mois au plus."]);
  expect(await refused("2026-02-01", "2026-01-01")).toEqual([400, "request.invalid", "La fin précède le début."]);
  expect(await refused("2027-06-01", "2028-01-01")).toEqual([422, "tax.no_parameters", expect.stringContaining("2028-01-01")]);
});

it("asks for every key of the profile, so that nothing unknown is guessed", async () => {
  const mine = await company(world);
  const { status, body } = await mine.post("/analyze/calendar", asked("2026-01-01", "2026-12-31", {}));
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain("/profile/vat_regimes");
});
