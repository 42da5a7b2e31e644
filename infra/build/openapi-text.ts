import { API_FUNCTIONS } from "#functions/all";
import { openapi } from "#runtime/openapi";
import manifest from "../../package.json" with { type: "json" };

/** Where the committed document lies. */
export const OPENAPI_FILE = new URL("../../docs/openapi.json", import.meta.url);

/** The OpenAPI document as it is committed, shipped and served. */
export const openapiText = (): string => `${JSON.stringify(openapi(API_FUNCTIONS, manifest.version), null, 2)}\n`;
