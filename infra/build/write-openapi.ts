import { writeFileSync } from "node:fs";
import { OPENAPI_FILE, openapiText } from "./openapi-text.ts";

/** `npm run openapi`: writes docs/openapi.json from the declarations. */
writeFileSync(OPENAPI_FILE, openapiText());
