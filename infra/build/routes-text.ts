import { API_FUNCTIONS } from "#functions/all";
import { DEFAULT_ROUTE } from "#runtime/route";

/** Path -> methods of every route, for the function that answers where there is none. */
export function routesText(): string {
  const methods: Record<string, string[]> = {};
  for (const { path, method, routeKey } of API_FUNCTIONS.flatMap(({ routes }) => routes))
    if (routeKey !== DEFAULT_ROUTE) methods[path] = [...(methods[path] ?? []), method];
  return JSON.stringify(methods);
}
