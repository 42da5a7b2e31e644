import { lambda } from "#runtime/lambda";
import { tellCompanyDeadlines } from "./deadlines.ts";

export const handler = lambda(tellCompanyDeadlines);
