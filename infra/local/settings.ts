import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod";
import { PartnerUrl } from "#runtime/env";

/** Settings of the local runtime; their names are a contract. Read from the environment and from `.env`. */
const Settings = z.looseObject({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8_000),
  NUMMA_DATA_DIR: z.string().min(1).default(".numma"),
  NUMMA_DEMO: z.enum(["0", "1"]).default("1"),
  ALLOWED_ORIGIN: z.string().default(""),
  BRIDGE_BASE_URL: PartnerUrl.exactOptional(),
});

export type LocalSettings = {
  readonly port: number;
  readonly directory: string;
  readonly demo: boolean;
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
  const { PORT, NUMMA_DATA_DIR, NUMMA_DEMO } = parsed.data;
  return { port: PORT, directory: resolve(NUMMA_DATA_DIR), demo: NUMMA_DEMO === "1", all: { ...given, PORT: String(PORT) } };
}

/** Whether there is a `.env` to read. */
export const hasDotEnv = (): boolean => existsSync(".env");
