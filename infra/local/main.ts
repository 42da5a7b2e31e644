import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ulid } from "ulid";
import { idMaker } from "#domain/ids";
import { gatherAssets } from "#infra/local/assets";
import { runDemo } from "#infra/local/demo";
import { ensureDemoCompany } from "#infra/local/demo-company";
import { explain } from "#infra/local/explain";
import { httpServer } from "#infra/local/http-server";
import { SANDBOX_CLIENT } from "#infra/local/keys";
import { bind, shut } from "#infra/local/listen";
import { withLocalRoutes } from "#infra/local/local-routes";
import { progressLine } from "#infra/local/progress";
import { startSandboxBank } from "#infra/local/sandbox-bank/server";
import { hasDotEnv, localSettings } from "#infra/local/settings";
import { summary } from "#infra/local/summary";
import { openWorld } from "#infra/local/world";
import { failure, type LogEvent } from "#runtime/log";

/** `npm start`: the whole product on this machine. */
async function main(): Promise<void> {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  if (hasDotEnv()) process.loadEnvFile(".env");
  const settings = localSettings(process.env);
  mkdirSync(settings.directory, { recursive: true });
  const now = () => new Date();
  const newId = idMaker(() => ulid());
  const log = fileLog(join(settings.directory, "numma.log"));
  const onError = (error: unknown) => log(failure("local.failed", error));
  const assets = join(settings.directory, "assets");
  gatherAssets(assets);
  const bank = await startSandboxBank({ now, clients: SANDBOX_CLIENT });
  const world = await openWorld({
    ...{ directory: settings.directory, now, newId, log, onError, unique: () => ulid() },
    settings: { ...settings.all, SANDBOX_BASE_URL: bank.url, NUMMA_ASSETS: assets },
  });
  const server = httpServer(withLocalRoutes(world), onError);
  await bind(server, settings.port);
  const base = `http://localhost:${settings.port}`;
  const stop = async () => {
    await shut(server);
    await world.close();
    await bank.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
  process.stdout.write(`NUMMA écoute sur ${base}\n`);
  if (settings.demo) await demo(world, base, now, newId);
}

type World = Awaited<ReturnType<typeof openWorld>>;

async function demo(world: World, base: string, now: () => Date, newId: ReturnType<typeof idMaker>): Promise<void> {
  const line = progressLine(process.stdout);
  await ensureDemoCompany(world, now, newId);
  const state = await runDemo(world.gateway, now, (step, count) =>
    line.show(step === "sync" ? `Lecture de la banque : ${count} opérations` : `Validation des écritures : ${count}`),
  );
  line.clear();
  process.stdout.write(summary(state, base));
}

/** One line of JSON an event, in the data directory: the terminal stays calm. */
function fileLog(path: string): (event: LogEvent) => void {
  const file = createWriteStream(path, { flags: "a" });
  file.on("error", () => undefined);
  return (event) => void file.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
