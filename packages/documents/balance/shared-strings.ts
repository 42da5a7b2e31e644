import type { Unzipping } from "../zip/unzip.ts";
import { readPart } from "./workbook.ts";

const STRINGS_MAX = 400_000;
const STRING_MAX = 300;

/** The texts cells refer to by their place. Runs of one text are joined; how it is read aloud (`rPh`) is not part of it. */
export async function sharedStrings(archive: Unzipping, entry: string | null): Promise<readonly string[]> {
  const strings: string[] = [];
  if (entry === null || !archive.entries.has(entry)) return strings;
  const state = { text: "", isText: false, isPhonetic: false };
  await readPart(archive, entry, {
    open(name) {
      if (name === "si") state.text = "";
      if (name === "rPh") state.isPhonetic = true;
      state.isText = name === "t";
    },
    text(given) {
      if (state.isText && !state.isPhonetic && state.text.length < STRING_MAX) state.text += given.slice(0, STRING_MAX);
    },
    close(name) {
      state.isText = false;
      if (name === "rPh") state.isPhonetic = false;
      if (name === "si" && strings.length < STRINGS_MAX) strings.push(state.text.slice(0, STRING_MAX));
    },
  });
  return strings;
}
