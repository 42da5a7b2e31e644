import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { balances, booked, draft, entryPath, line, type Mine, validate, viewOf, waiting } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Mine;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

describe("labels", () => {
  const HOSTILE = [
    ["tabs, pipes and lines", "Loyer\tmars|avril\r\nbis\u2028ter", "Loyer mars avril bis ter"],
    ["right-to-left marks and zero widths", "Loyer \u202eliart\u202c\u200b\u2066mars\ufeff", "Loyer liart mars"],
    ["emoji", "Café ☕ 🥐 \u{1f469}\u200d\u{1f4bb}", "Café ☕ 🥐 👩 💻"],
    ["decomposed letters", "Cafe\u0301 de\u0301jeuner", "Café déjeuner"],
    ["a hundred emoji", "\u{1f950}".repeat(100), "\u{1f950}".repeat(100)],
    ["letters that grow when composed", "\u{1d15e}".repeat(100), "\u{1d157}\u{1d165}".repeat(100)],
  ] as const;
  it.each(HOSTILE)("with %s end clean, and are read back from draft and books", async (_, given, clean) => {
    const made = await draft(
      mine,
      "2025-06-30",
      [line("613200", 100, { label: given }), line("401000", -100, { third_party: { name: "Dupont|\t\u202eSARL" } })],
      {
        label: given,
        piece_ref: "F|1\t2",
      },
    );
    expect(made).toMatchObject({
      label: clean,
      piece_ref: "F 1 2",
      lines: [{ label: clean }, { label: clean, third_party: { name: "Dupont SARL" } }],
    });
    expect(await waiting(mine, 2025)).toEqual([made]);
    await validate(mine, "2025-12-31");
    expect(viewOf(await mine.get(entryPath(made.id)))).toMatchObject({ status: "validated", label: clean });
  });

  it("of bank rows full of emoji are booked and read back too", async () => {
    const other = await company(world);
    const { ordinal } = await openAccount(other);
    const label = "\u{1f950}".repeat(190);
    await seedRows(world, other.id, [bankRow({ index: 1, ordinal, amount: -990, date: "2025-02-02", label, rawLabel: label })]);
    await validate(other, "2025-12-31");
    expect(await booked(other, 2025)).toMatchObject([{ debit_cents: 990, label }]);
  });
});

describe("third parties", () => {
  it("get one code a name, whatever its case and spacing, and the books add up by them", async () => {
    const other = await company(world);
    const sale = (name: string, cents: number) => [line("411000", cents, { third_party: { name } }), line("706000", -cents)];
    const first = await draft(other, "2025-01-10", sale("Boulangerie  Petit", 12_000), { journal: "VE" });
    const second = await draft(other, "2025-01-11", sale("BOULANGERIE PETIT", 8_000), { journal: "VE" });
    const code = first.lines[0]?.third_party?.code;
    expect(code).toMatch(/^CBOULANGERI[0-9A-Z]{4}$/);
    expect(second.lines[0]?.third_party?.code).toBe(code);
    await draft(other, "2025-01-12", [line("411000", -12_000, { third_party: { code, name: "Autre nom" } }), line("530000", 12_000)]);
    await validate(other, "2025-12-31");
    expect(await balances(other, "year=2025&by=third_party")).toEqual({ [`411000 ${code}`]: 8_000 });
  });
});
