import { afterAll, beforeAll, expect, it } from "vitest";
import { booked, client, closeYear, dataOf, done, draft, expectRefusal, line, type Mine, validate, WAIT, yearEnding } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Books = { readonly mine: Mine; readonly yearId: string };
/** Invoices of 100.00, 60.00 and 40.00 to Dupont, 100.00 to Martin; Dupont pays 100.00 twice. Numbers 1 to 6, the customer on line 0. */
async function invoices(): Promise<Books> {
  const mine = await company(world);
  const sale = (day: string, name: string, cents: number, ref: string) =>
    draft(mine, day, [line("411000", cents, client(name)), line("706000", -cents)], {
      journal: "VE",
      piece_ref: ref,
      label: `Facture ${ref}`,
    });
  await sale("2025-02-01", "Dupont", 10_000, "FA-101");
  await sale("2025-02-02", "Dupont", 6_000, "FA-102");
  await sale("2025-02-03", "Dupont", 4_000, "FA-103");
  await sale("2025-02-04", "Martin", 10_000, "FA-104");
  for (const [day, ref] of [
    ["2025-03-01", "FA-101"],
    ["2025-03-02", "FA-102 FA-103"],
  ] as const)
    await draft(mine, day, [line("411000", -10_000, client("Dupont")), line("530000", 10_000)], {
      piece_ref: ref,
      label: `Règlement ${ref}`,
    });
  await validate(mine, "2025-12-31");
  return { mine, yearId: (await yearEnding(mine, 2025)).id };
}

/** Letters lines by hand, each named as number.line. */
const by = ({ mine, yearId }: Books, refs: string, more: object = {}) =>
  mine.post("/api/ledger/lettering", {
    mode: "manual",
    year_id: yearId,
    lines: refs.split(" ").map((ref) => ({ entry_number: Number(ref.split(".")[0]), line: Number(ref.split(".")[1]) })),
    ...more,
  });
type Line = { readonly number: number; readonly lettering: { readonly code: string } | null };
const codes = async ({ mine }: Books, account = "411000") =>
  Object.fromEntries(
    dataOf<Line>(await mine.get(`/api/ledger/general-ledger?year=2025&account=${account}&limit=200`)).map(({ number, lettering }) => [
      number,
      lettering?.code ?? null,
    ]),
  );
const undo = async ({ mine, yearId }: Books, code: string, name = "Dupont") => {
  const party = (await booked(mine, 2025)).flatMap(({ lines }) => lines).find(({ third_party }) => third_party?.name === name)?.third_party;
  return mine.as("DELETE", `/api/ledger/lettering/${code}?year_id=${yearId}&account=411000&third_party=${party?.code}`);
};

it("by hand: a settled group, a partial one in small letters, each undone, and no code is given twice", async () => {
  const books = await invoices();
  expect(await by(books, "1.0 5.0")).toMatchObject({
    status: 201,
    body: { code: "A", account: "411000", difference_cents: 0, how: "manual", on: "2025-03-01", lines: [{}, {}] },
  });
  expect(await by(books, "2.0 6.0", { partial: true })).toMatchObject({ status: 201, body: { code: "b", difference_cents: -4_000 } });
  expect(await codes(books)).toEqual({ 1: "A", 2: "b", 3: null, 4: null, 5: "A", 6: "b" });
  const again = await by(books, "3.0 6.0", { partial: true });
  expect(again.body).toMatchObject({ code: "lettering.refused", errors: [{ code: "already_lettered" }] });
  expect((await undo(books, "b")).status).toBe(204);
  expectRefusal(await undo(books, "b"), "lettering.not_found");
  expect(await by(books, "2.0 3.0 6.0", { partial: true })).toMatchObject({ status: 201, body: { code: "C", difference_cents: 0 } });
  expect(await codes(books)).toEqual({ 1: "A", 2: "C", 3: "C", 4: null, 5: "A", 6: "C" });
  expect((await books.mine.get("/api/ledger/integrity?year=2025")).body).toMatchObject({ intact: true });
});

it("refuses what is no settlement, by name, and letters nothing", async () => {
  const books = await invoices();
  const refused = async (refs: string, problems: readonly string[], more: object = {}) => {
    const answer = await by(books, refs, more);
    expectRefusal(answer, "lettering.refused");
    expect(answer.body["errors"]).toMatchObject(problems.map((code) => ({ pointer: "/lines", code })));
  };
  await refused("1.0 6.0 2.0", ["not_balanced"]);
  await refused("4.0 5.0", ["different_third_parties"]);
  await refused("1.0 2.0", ["one_sided"], { partial: true });
  await refused("1.0 1.0", ["line_twice", "one_sided", "not_balanced"]);
  await refused("1.1 2.1", ["account_not_letterable", "one_sided", "not_balanced"]);
  await refused("1.0 5.1", ["different_accounts", "different_third_parties", "account_not_letterable", "one_sided", "not_balanced"]);
  expectRefusal(await by(books, "1.0 77.0"), "lettering.refused", "/lines/1");
  expectRefusal(await by(books, "1.0 5.9"), "lettering.refused", "/lines/1");
  expectRefusal(await by(books, "1.0"), "request.invalid", "/lines");
  expectRefusal(await by(books, "0.0 1.-1"), "request.invalid");
  expectRefusal(await by(books, Array.from({ length: 91 }, (_, index) => `${index + 1}.0`).join(" ")), "request.invalid", "/lines");
  expectRefusal(await undo(books, "A"), "lettering.not_found");
  expectRefusal(await undo({ ...books, yearId: `fy_${"0".repeat(26)}` }, "A"), "year.not_found");
  expect(Object.values(await codes(books)).filter((code) => code !== null)).toEqual([]);
});

it("two people lettering the same line at once: one is served, the other refused", async () => {
  const books = await invoices();
  const answers = await Promise.all([by(books, "1.0 5.0"), by(books, "1.0 6.0")]);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const late = answers.find(({ status }) => status !== 201);
  expect(["conflict.changed_meanwhile", "lettering.refused"]).toContain(late?.body["code"]);
  expect(Object.values(await codes(books)).filter((code) => code !== null)).toEqual(["A", "A"]);
});

it("by itself: what cancels out is lettered once, what a person lettered stays, and a second run adds nothing", async () => {
  const books = await invoices();
  await by(books, "1.0 6.0");
  const auto = (more: object = {}) =>
    done(books.mine.post("/api/ledger/lettering", { mode: "auto", year_id: books.yearId, ...more }, WAIT));
  expect(await auto({ account: "401000" })).toMatchObject({ groups: 0, lines: 0 });
  expect(await auto({ account: "411000" })).toMatchObject({ groups: 1, lines: 3 });
  expect(await codes(books)).toEqual({ 1: "A", 2: "B", 3: "B", 4: null, 5: "B", 6: "A" });
  expect(await auto()).toMatchObject({ groups: 0, lines: 0 });
  expect(await codes(books)).toEqual({ 1: "A", 2: "B", 3: "B", 4: null, 5: "B", 6: "A" });
});

it("stays as it is once the year is closed, and what was settled does not come back in the next year", async () => {
  const books = await invoices();
  await by(books, "1.0 5.0");
  await by(books, "2.0 6.0", { partial: true });
  await done(closeYear(books.mine, books.yearId));
  expectRefusal(await undo(books, "A"), "year.closed");
  expectRefusal(await by(books, "3.0 6.0", { partial: true }), "year.closed");
  const [opening] = await booked(books.mine, 2026);
  const open = opening?.lines
    .filter(({ account }) => account === "411000")
    .map(({ label, debit_cents, credit_cents }) => [label, debit_cents - credit_cents]);
  expect(open).toEqual(
    expect.arrayContaining([
      ["Facture FA-102", 6_000],
      ["Facture FA-103", 4_000],
      ["Facture FA-104", 10_000],
      ["Règlement FA-102 FA-103", -10_000],
    ]),
  );
  expect(open).toHaveLength(4);
});
