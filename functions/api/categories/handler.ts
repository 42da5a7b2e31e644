import { lambda } from "#runtime/lambda";
import { categoriesApi } from "./routes.ts";

export const handler = lambda(categoriesApi);
