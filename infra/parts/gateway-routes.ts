import { DEFAULT_ROUTE, type Route } from "#runtime/route";

/** A route as the gateway holds it; the local one holds the same. */
export type GatewayRoute = { readonly routeKey: string; readonly method: Route["method"] | "HEAD"; readonly path: string };

/** What an HTTP API may hold before AWS has to be asked for more. */
export const GATEWAY_ROUTES_MAX = 300;

/**
 * The routes of a function at the gateway: those it declares, and beside every GET the HEAD that the dispatcher answers from it. Explicit, because
 * `ANY` would take from `$default` the methods it refuses by name.
 */
export const gatewayRoutes = (routes: readonly Route[]): readonly GatewayRoute[] =>
  routes.flatMap(({ routeKey, method, path }): GatewayRoute[] => {
    const own = { routeKey, method, path };
    if (method !== "GET" || routeKey === DEFAULT_ROUTE) return [own];
    return [own, { routeKey: `HEAD ${path}`, method: "HEAD", path }];
  });
