import { readFile } from "node:fs/promises";
import { join } from "node:path";

const NAME = /^[a-z0-9][a-z0-9.-]{0,60}$/;

/** Static files shipped beside the bundles (the pages of /docs and /redoc). Names are a closed form: no path leaves the folder. */
export const assets = (folder: string) => {
  const kept = new Map<string, Uint8Array>();
  return async (name: string): Promise<Uint8Array> => {
    if (!NAME.test(name)) throw new Error("not an asset name");
    const content = kept.get(name) ?? (await readFile(join(folder, name)));
    kept.set(name, content);
    return content;
  };
};
