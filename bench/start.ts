import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** CPU-seconds of `npm start`, from nothing: until it listens, and until its summary is printed. Linux only (`/proc`). */
export async function startCost(port = 8_990): Promise<{ readonly listening: number; readonly summary: number }> {
  const directory = mkdtempSync(join(tmpdir(), "numma-bench-"));
  const env = { ...process.env, PORT: String(port), NUMMA_DATA_DIR: join(directory, "state") };
  const child = spawn(process.execPath, ["--import", "tsx", "infra/local/main.ts"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const at = { listening: 0, summary: 0 };
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (at.listening === 0 && text.includes("écoute sur")) at.listening = cpuOf(child.pid);
    if (text.includes("Ctrl-C")) {
      at.summary = cpuOf(child.pid);
      child.kill("SIGINT");
    }
  }
  rmSync(directory, { recursive: true, force: true });
  return at;
}

const TICKS_PER_SECOND = 100;

/** User and system time of a process, in seconds: fields 14 and 15 of its stat line. */
function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
