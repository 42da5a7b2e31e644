import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bind } from "#infra/local/listen";

const directory = mkdtempSync(join(tmpdir(), "numma-start-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Started = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<number | null> };

function start(settings: Readonly<Record<string, string>>): Started {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "infra/local/main.ts"], {
    env: { ...env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  return { child, output: () => text, ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))) };
}

/** Resolves once the output holds a text; throws when the process ends first. */
async function shows({ child, output, ended }: Started, text: string): Promise<void> {
  const dead = ended.then(() => true);
  while (!output().includes(text)) {
    const over = await Promise.race([dead, new Promise<boolean>((resolve) => child.stdout?.once("data", () => resolve(false)))]);
    if (over && !output().includes(text)) throw new Error(`ended before it showed ${text}:\n${output()}`);
  }
}

/** A port nobody has, for a moment at least. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve(Number(Object(server.address()).port))));
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("killed -9 while the bank is read, and again while entries are validated, starts again and finishes", async () => {
  const settings = { PORT: String(await freePort()), NUMMA_DATA_DIR: join(directory, "killed") };
  for (const moment of ["Lecture de la banque", "Validation des écritures"]) {
    const run = start(settings);
    await shows(run, moment);
    await new Promise((resolve) => setTimeout(resolve, 150));
    run.child.kill("SIGKILL");
    await run.ended;
  }
  const last = start(settings);
  await shows(last, "Ctrl-C");
  expect(last.output()).toMatch(/écritures validées jusqu'au \d\d\/\d\d\/\d{4}/);
  expect(last.output()).not.toMatch(/warning|Error|undefined|NaN/i);
  last.child.kill("SIGINT");
  expect(await last.ended).toBe(0);
});

describe("a start that cannot be says so in one line, what to do, and exits 1:", () => {
  const refused = async (settings: Readonly<Record<string, string>>): Promise<string> => {
    const run = start({ NUMMA_DEMO: "0", ...settings });
    expect(await run.ended).toBe(1);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    return run.output();
  };

  it("the port is taken", async () => {
    const server = createServer();
    const port = await bind(server, 0);
    expect(await refused({ PORT: String(port), NUMMA_DATA_DIR: join(directory, "port") })).toContain(`Le port ${port} est déjà pris`);
    server.close();
  });

  it("the directory cannot be written to", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(await refused({ PORT: String(await freePort()), NUMMA_DATA_DIR: join(file, "inside") })).toContain("n'accepte pas d'écriture");
  });

  it("the state is unreadable", async () => {
    const state = join(directory, "unreadable");
    const run = start({ NUMMA_DEMO: "0", PORT: String(await freePort()), NUMMA_DATA_DIR: state });
    await shows(run, "écoute");
    run.child.kill("SIGINT");
    await run.ended;
    writeFileSync(join(state, "table", "CURRENT"), "nothing\n");
    expect(await refused({ PORT: String(await freePort()), NUMMA_DATA_DIR: state })).toContain(
      `L'état enregistré dans ${state} est illisible`,
    );
  });

  it("a setting is wrong", async () => {
    expect(await refused({ PORT: "abc" })).toContain("Réglage incorrect : PORT");
  });
});
