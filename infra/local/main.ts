import { appendFileSync, createWriteStream } from "node:fs";
import { join } from "node:path";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ulid } from "ulid";
import { idMaker } from "#domain/ids";
import { gatherAssets } from "#infra/local/assets";
import { runDemo } from "#infra/local/demo";
import { ensureDemoCompany } from "#infra/local/demo-company";
import { makeDirectory } from "#infra/local/directory";
import { explain } from "#infra/local/explain";
import type { Gateway } from "#infra/local/gateway";
import { hostsIn } from "#infra/local/http-host";
import { httpServer } from "#infra/local/http-server";
import { SANDBOX_CLIENT } from "#infra/local/keys";
import { bind, shut } from "#infra/local/listen";
import { withLocalRoutes } from "#infra/local/local-routes";
import { progressLine } from "#infra/local/progress";
import type { RemoteAddress } from "#infra/local/remote/address";
import { startSandboxBank } from "#infra/local/sandbox-bank/server";
import { hasDotEnv, type LocalSettings, localSettings, originsIn } from "#infra/local/settings";
import { summary } from "#infra/local/summary";
import { NAMES, openWorld, type WorldOptions } from "#infra/local/world";
import { failure, type LogEvent } from "#runtime/log";

/** `npm start`: the whole product on this machine. */
async function main(): Promise<void> {
  const settings = localSettings(process.env);
  try {
    await start(settings);
  } catch (error) {
    noteFailure(settings.directory, error);
    process.stderr.write(`${explain(error, settings.directory)}\n`);
    process.exit(1);
  }
}

async function start({ directory, port, demo, remote, all }: LocalSettings): Promise<void> {
  makeDirectory(directory);
  const now = () => new Date();
  const newId = idMaker(() => ulid());
  const log = fileLog(join(directory, LOG_FILE));
  const onError = (error: unknown) => log(failure("local.failed", error));
  const assets = join(directory, "assets");
  gatherAssets(assets);
  const bank = await startSandboxBank({ now, clients: SANDBOX_CLIENT });
  const settings = { ...all, SANDBOX_BASE_URL: bank.url, NUMMA_ASSETS: assets };
  const options = { directory, settings, now, newId, log, onError, unique: () => ulid() };
  const { answer, notices, ...world } = await (remote ? openElsewhere(options, remote) : openHere(options));
  const server = httpServer(answer, { onError, newRequestId: options.unique, hosts: hostsIn(originsIn(all)) });
  await bind(server, port);
  const stop = async () => {
    await shut(server);
    await world.close();
    await bank.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
  const base = `http://localhost:${port}`;
  process.stdout.write(`NUMMA écoute sur ${base}\n`);
  for (const notice of notices) process.stdout.write(`  ${notice}\n`);
  if (demo) await showDemo(world, base, now, newId).catch((error: unknown) => excuseDemo(error, onError));
}

/** What serves the product, wherever its things are kept. */
type Product = {
  readonly gateway: Gateway;
  readonly answer: Gateway;
  readonly operator: DynamoDBDocumentClient;
  readonly table: string;
  readonly notices: readonly string[];
  readonly close: () => Promise<void>;
};

async function openHere(options: WorldOptions): Promise<Product> {
  const world = await openWorld(options);
  const { gateway, operator, close } = world;
  return { gateway, operator, close, table: NAMES.table, answer: withLocalRoutes(world), notices: [] };
}

async function openElsewhere(options: WorldOptions, address: RemoteAddress): Promise<Product> {
  // Most starts need none of it.
  const [{ openRemoteWorld }, { withRemoteRoutes }] = await Promise.all([
    import("#infra/local/remote/world"),
    import("#infra/local/remote/routes"),
  ]);
  const world = await openRemoteWorld({ ...options, address });
  const { gateway, operator, close, notices } = world;
  return { gateway, operator, close, table: address.table, answer: withRemoteRoutes(world), notices };
}

async function showDemo(
  world: Pick<Product, "gateway" | "operator" | "table">,
  base: string,
  now: () => Date,
  newId: ReturnType<typeof idMaker>,
): Promise<void> {
  const line = progressLine(process.stdout);
  await ensureDemoCompany(world, now, newId);
  const state = await runDemo(world.gateway, now, (step, count) =>
    line.show(step === "sync" ? `Lecture de la banque : ${count} opérations` : `Validation des écritures : ${count}`),
  );
  line.clear();
  process.stdout.write(summary(state, base));
}

/** The API works without its demo: what went wrong is told, and nothing stops. */
function excuseDemo(error: unknown, onError: (error: unknown) => void): void {
  onError(error);
  process.stdout.write(
    `\n  La démonstration n'est pas allée au bout ; l'API répond. Le détail est dans ${LOG_FILE}, dans le dossier de données.\n`,
  );
}

const LOG_FILE = "numma.log";

/** One line of JSON an event, in the data directory: the terminal stays calm. */
function fileLog(path: string): (event: LogEvent) => void {
  const file = createWriteStream(path, { flags: "a" });
  file.on("error", () => undefined);
  return (event) => void file.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
}

/** The last words of a start that failed; a directory that cannot be written to has none. */
function noteFailure(directory: string, error: unknown): void {
  try {
    appendFileSync(join(directory, LOG_FILE), `${JSON.stringify({ at: new Date().toISOString(), ...failure("start.failed", error) })}\n`);
  } catch {
    return;
  }
}

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
if (hasDotEnv()) process.loadEnvFile(".env");
main().catch((error: unknown) => {
  process.stderr.write(`${explain(error, "")}\n`);
  process.exit(1);
});
