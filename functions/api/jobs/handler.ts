import { lambda } from "#runtime/lambda";
import { jobsApi } from "./routes.ts";

export const handler = lambda(jobsApi);
