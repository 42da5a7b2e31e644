import { lambda } from "#runtime/lambda";
import { produceExport } from "./produce.ts";

export const handler = lambda(produceExport);
