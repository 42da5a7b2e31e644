import type { ApiFunction } from "./functions.ts";
import type { Need } from "./needs.ts";
import type { Route } from "./route.ts";

/** Longest an API function runs: shorter than the gateway's 30 seconds. */
const API_TIMEOUT_SECONDS = 25;

/** One resource of the API: its routes, served by one function. Its needs are those of its routes, and of authentication. */
export function resource(name: string, routes: readonly Route[], { memoryMb = 512 } = {}): ApiFunction {
  const own = routes.flatMap(({ needs }) => needs);
  const authenticated: readonly Need[] = routes.some(({ may }) => may !== "public") ? ["table", "verifySecrets"] : [];
  return {
    kind: "api",
    name: `api/${name}`,
    entry: `functions/api/${name}/handler.ts`,
    routes,
    needs: [...new Set([...own, ...authenticated])].sort(),
    memoryMb,
    timeoutSeconds: API_TIMEOUT_SECONDS,
  };
}
