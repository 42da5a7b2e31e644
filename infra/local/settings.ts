import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod";
import { REAL_AWS, type RemoteAddress, remoteAddress } from "#infra/local/remote/address";
import { PartnerUrl } from "#runtime/env";

/** Settings of the local runtime; their names are a contract. Read from the environment and from `.env`. */
const Settings = z.looseObject({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8_000),
  NUMMA_DATA_DIR: z.string().min(1).default(".numma"),
  NUMMA_DEMO: z.enum(["0", "1"]).default("1"),
  NUMMA_AWS_ENDPOINT: z.union([z.literal(REAL_AWS), z.url({ protocol: /^https?$/ })]).exactOptional(),
  NUMMA_INDEX_LAG_MS: z.coerce.number().int().min(0).max(600_000).default(0),
  ALLOWED_ORIGIN: z.string().default(""),
  BRIDGE_BASE_URL: PartnerUrl.exactOptional(),
  BANKIN_BASE_URL: PartnerUrl.exactOptional(),
  FINARY_BASE_URL: PartnerUrl.exactOptional(),
});

export type LocalSettings = {
  readonly port: number;
  readonly directory: string;
  readonly demo: boolean;
  /** Where table, queues, bucket and secrets are kept, unless on this machine. */
  readonly remote: RemoteAddress | null;
  readonly all: Readonly<Record<string, string>>;
};

/** A setting is wrong: one line that says what to do. */
class WrongSetting extends Error {
  override readonly name = "WrongSetting";
}

/** Parses the settings; throws WrongSetting naming the variable. */
export function localSettings(environment: Readonly<Record<string, string | undefined>>): LocalSettings {
  const given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success)
    throw new WrongSetting(
      `Réglage incorrect : ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}. Corrigez-le dans .env ou dans l'environnement.`,
    );
  const { PORT, NUMMA_DATA_DIR, NUMMA_DEMO, NUMMA_AWS_ENDPOINT: endpoint } = parsed.data;
  if (endpoint === REAL_AWS && given["NUMMA_BUCKET"] === undefined)
    throw new WrongSetting("Sur un vrai compte AWS, le nom du dépôt de documents est unique au monde : donnez le vôtre, NUMMA_BUCKET=….");
  const remote = endpoint === undefined ? null : remoteAddress(endpoint, given);
  // The demo's password is known to everybody: its login exists on this machine and nowhere else.
  const demo = NUMMA_DEMO === "1" && (remote === null || remote.isLoopback);
  return { port: PORT, directory: resolve(NUMMA_DATA_DIR), demo, remote, all: { ...given, PORT: String(PORT) } };
}

/** The sites of ALLOWED_ORIGIN: their pages upload to the bucket and read from it, as the deployed bucket's CORS lets them. */
export const originsIn = (settings: Readonly<Record<string, string>>): readonly string[] =>
  (settings["ALLOWED_ORIGIN"] ?? "")
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");

/** Whether there is a `.env` to read. */
export const hasDotEnv = (): boolean => existsSync(".env");
