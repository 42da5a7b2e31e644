import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a directory, and those above it that are missing. Throws the system's error. Where only the last one is missing it is
 * made alone: the recursive form never comes back from some pseudo file systems.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) mkdirSync(path, { recursive: true });
  else if (existsSync(dirname(path))) mkdirSync(path);
  else mkdirSync(path, { recursive: true });
}
