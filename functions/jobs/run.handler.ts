import { lambda } from "#runtime/lambda";
import { runJob } from "./run.ts";

export const handler = lambda(runJob);
