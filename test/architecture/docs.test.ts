import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FILES = readdirSync(`${ROOT}test`, { recursive: true }).map((name) => `test/${String(name)}`);
const DOCUMENTS = readdirSync(`${ROOT}docs`, { recursive: true })
  .map((name) => `docs/${String(name)}`)
  .filter((name) => name.endsWith(".md"));

/** `test/api/auth*.test.ts` names every file it fits. */
function isThere(named: string): boolean {
  const [head = "", tail] = named.split("*");
  return FILES.some((file) => (tail === undefined ? file === named : file.startsWith(head) && file.endsWith(tail)));
}

it.each(DOCUMENTS)("%s names no test that is not there", (name) => {
  const named = [...readFileSync(`${ROOT}${name}`, "utf8").matchAll(/\btest\/[\w./*-]*\w/g)].map(([path]) => path);
  expect(named.filter((path) => !isThere(path))).toEqual([]);
});
