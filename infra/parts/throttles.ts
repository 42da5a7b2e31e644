/** Requests a second, and how many at once, over all callers together; a tenant's own limit is the dispatcher's. */
export type Throttle = { readonly rateLimit: number; readonly burstLimit: number };

/** What the whole API takes on any other route. */
export const STAGE_THROTTLE: Throttle = { rateLimit: 200, burstLimit: 400 };

/** Where passwords and codes are tried: what hashing may cost. A refresh hashes nothing: a flood of logins must not end open sessions. */
const CREDENTIALS: Throttle = { rateLimit: 10, burstLimit: 20 };

/** Where one request sets minutes of work going, or a bank's. */
const HEAVY: Throttle = { rateLimit: 20, burstLimit: 40 };

const RULES: readonly { readonly routes: RegExp; readonly throttle: Throttle }[] = [
  { routes: /^POST \/(?:auth\/(?!logout|refresh)|users\/invitations\/)/, throttle: CREDENTIALS },
  { routes: /^\w+ \/api\/exports(\/|$)/, throttle: HEAVY },
  { routes: /^POST \/api\/(sync|uploads|ledger\/(fec|import|validate)|import)\b/, throttle: HEAVY },
  { routes: /^\w+ \/share\//, throttle: HEAVY },
];

/** The limit of a route of its own, or null: the stage's. */
export const throttleOf = (routeKey: string): Throttle | null => RULES.find(({ routes }) => routes.test(routeKey))?.throttle ?? null;
