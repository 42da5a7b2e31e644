import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Heap in bytes after a full collection, so that only what is really held counts. */
export function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}
