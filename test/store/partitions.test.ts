import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FILES_FR } from "#documents/privacy/readme.fr";
import { INDEX_PARTITIONS, PARTITIONS, SYSTEM_PARTITIONS } from "#store/partitions";
import { shownFields } from "#store/tenant-items";

/** Every source of the product, without the list itself. */
const SOURCES = ["packages", "functions"]
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${String(name)}`))
  .filter((path) => path.endsWith(".ts") && path !== "packages/store/partitions.ts");

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = ""]) => name);
const inSources = (pattern: RegExp): ReadonlySet<string> => new Set(SOURCES.flatMap((path) => found(readFileSync(path, "utf8"), pattern)));

const listed = new Set([...PARTITIONS.map(({ name }) => name.replace("#", "")), ...INDEX_PARTITIONS]);
const page = readFileSync("docs/table.md", "utf8");

describe("the list of partitions", () => {
  it("has every partition of a company that the code writes, so that no export and no retention forgets one", () => {
    const used = new Set([...inSources(/`COMPANY#\$\{[^}]+\}#([A-Z]+)/g), ...inSources(/companyKey\("([A-Z]+)"\)/g)]);
    expect([...used].filter((name) => !listed.has(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(25);
  });

  it("has every system partition that the code writes", () => {
    const used = new Set([...inSources(/`SYSTEM#([A-Z]+)#/g), ...inSources(/systemKey\("\w+", "([A-Z]+)"\)/g)]);
    expect([...used].filter((name) => !(name in SYSTEM_PARTITIONS))).toEqual([]);
    expect(used.size).toBeGreaterThan(4);
  });

  it("says what docs/table.md says, retention class included", () => {
    const rows = page.split("\n").flatMap((line) => {
      const [, what = "", pk = "", , , retention = ""] = line.split("|").map((cell) => cell.trim());
      const name = /^`…#([A-Z]+)/.exec(pk)?.[1];
      return name && what && /^(books|tax|personal|transient)$/.test(retention) ? [{ name, retention }] : [];
    });
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(PARTITIONS.map(({ name }) => name.replace("#", ""))));
    for (const { name, retention } of PARTITIONS)
      expect(
        rows.filter((row) => row.name === name.replace("#", "")).map((row) => row.retention),
        name,
      ).toContain(retention);
  });

  it("gives each a file of its own that the page of the archive explains", () => {
    const files = PARTITIONS.flatMap(({ file }) => file ?? []);
    expect(new Set(files).size).toBe(files.length);
    expect(files.filter((file) => !(file in FILES_FR))).toEqual([]);
  });
});

describe("what an export shows of an item", () => {
  it("leaves out keys of the table and everything named like a secret, however deep", () => {
    const item = {
      ...{ pk: "p", sk: "s", gsi1pk: "x", gsi1sk: "y", __edb_e__: "e", name: "N", tokenHash: "t", passwordHash: "p", totpSecret: "s" },
      ...{ refresh: { salt: "z", rotatedAt: "now" }, connectUrl: "https://bank", list: [{ recoveryHashes: ["a"], id: "1" }] },
    };
    expect(shownFields(item)).toEqual({ name: "N", refresh: { rotatedAt: "now" }, list: [{ id: "1" }] });
  });

  it("keeps a hash that its partition says is none of that, bytes as hexadecimal and sets as lists", () => {
    const item = { hash: Buffer.from("ab", "hex"), tokenHash: "t", tags: new Set(["a"]) };
    expect(shownFields(item, ["hash"])).toEqual({ hash: "ab", tags: ["a"] });
  });
});
