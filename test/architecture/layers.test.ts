import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONFIG = ".dependency-cruiser.cjs";

/** Files that break a law each, and the rule that must say so. */
const PLANTED: Readonly<Record<string, readonly { readonly line: string; readonly rules: readonly string[] }[]>> = {
  "packages/domain/planted.ts": [
    { line: 'import { readFileSync } from "node:fs";', rules: ["domain-is-pure"] },
    { line: 'import type { Db } from "#store/db";', rules: ["domain-is-pure", "domain-knows-itself"] },
    { line: 'import { nothing } from "#domain/nowhere";', rules: ["no-unresolved", "domain-is-pure"] },
  ],
  "packages/tax/planted.ts": [{ line: 'import type { Environment } from "#runtime/env";', rules: ["domain-is-pure", "tax-knows-domain"] }],
  "packages/store/planted.ts": [
    { line: 'import type { Environment } from "#runtime/env";', rules: ["store-knows-domain-and-tax"] },
    { line: 'import { S3Client } from "@aws-sdk/client-s3";', rules: ["store-knows-only-dynamodb"] },
  ],
  "packages/documents/planted.ts": [{ line: 'import type { Db } from "#store/db";', rules: ["documents-know-domain-and-tax"] }],
  "packages/connectors/planted.ts": [
    { line: 'import type { Db } from "#store/db";', rules: ["connectors-know-domain-and-tax"] },
    { line: 'import type { SQSClient } from "@aws-sdk/client-sqs";', rules: ["only-store-and-runtime-know-aws"] },
  ],
  "packages/runtime/planted.ts": [
    { line: 'import { WORKERS } from "#functions/all";', rules: ["runtime-knows-the-packages"] },
    { line: 'import { Entity } from "electrodb";', rules: ["only-store-knows-electrodb"] },
  ],
  "functions/jobs/planted.ts": [
    { line: 'import { produceExport } from "../exports/produce.ts";', rules: ["functions-do-not-touch-each-other"] },
    { line: 'import { INDEXES } from "#infra/local/table";', rules: ["functions-know-the-packages"] },
    { line: 'import { App } from "aws-cdk-lib";', rules: ["only-the-stacks-know-the-cdk", "what-ships-needs-no-dev-dependency"] },
  ],
  "infra/local/planted.ts": [{ line: 'import type { Construct } from "constructs";', rules: ["only-the-stacks-know-the-cdk"] }],
  "infra/planted.ts": [
    { line: 'import { open } from "#test/planted";', rules: ["nothing-knows-the-tests"] },
    // A circle is named once, at the other end.
    { line: 'import type { Other } from "./planted-too.ts";', rules: [] },
  ],
  "infra/planted-too.ts": [{ line: 'import type { One } from "./planted.ts";', rules: ["no-circular"] }],
  "test/planted.ts": [],
};

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A copy of the tree with the planted files in it: nothing is ever written beside the real ones. */
function planted(): string {
  const copy = mkdtempSync(join(realpathSync(tmpdir()), "numma-layers-"));
  for (const path of ["packages", "functions", "infra", "package.json", "tsconfig.json", CONFIG])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const [path, lines] of Object.entries(PLANTED)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${lines.map(({ line }) => line).join("\n")}\nexport {};\n`);
  }
  return copy;
}

function cruised(folder: string): z.infer<typeof Report>["summary"] {
  const program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const output = join(folder, "report.json");
  const args = [program, "packages", "functions", "infra", "--config", CONFIG, "--output-type", "json", "--output-to", output];
  try {
    execFileSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
  } catch {
    // It ends with the number of violations, which are what this test wants.
  }
  return Report.parse(createRequire(import.meta.url)(output)).summary;
}

describe("the layers", () => {
  const folder = planted();
  const { totalCruised, violations } = cruised(folder);
  afterAll(() => rmSync(folder, { recursive: true }));
  const found = violations.map(({ from, rule }) => ({ from, rule: rule.name }));

  it("hold in the whole tree", () => {
    expect(found.filter(({ from }) => !from.includes("planted"))).toEqual([]);
    const files = ["packages", "functions", "infra"].flatMap((path) =>
      readdirSync(join(folder, path), { recursive: true }).filter((name) => String(name).endsWith(".ts")),
    );
    expect(totalCruised).toBeGreaterThan(files.length);
  });

  it.each(Object.entries(PLANTED).filter(([, lines]) => lines.length > 0))(
    "are guarded: every planted import of %s is named",
    (path, lines) => {
      const named = found.filter(({ from }) => from === path).map(({ rule }) => rule);
      expect([...named].sort()).toEqual(lines.flatMap(({ rules }) => rules).sort());
    },
  );

  it("have no rule that never fires", () => {
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(createRequire(import.meta.url)(join(ROOT, CONFIG)));
    const fired = new Set(found.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
  });
});
