import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import type { Meter } from "#store/meter";
import { type RateLimit, takeTokens } from "#store/rate-buckets";
import type { Container } from "./container.ts";
import { networkName } from "./network.ts";

/**
 * Holds callers to their share. A company's tokens lie in the table and a warm function leases a handful at a time, so a request mostly
 * costs nothing; callers nobody knows yet are counted in the function itself, by the address the gateway saw. Headers are approximate.
 */
export type Limiter = {
  readonly company: (companyId: CompanyId, meter: Meter) => Promise<Headers>;
  /** Counts a request of somebody unknown. Nobody known is refused for it: a neighbour's failures are none of theirs. */
  readonly address: (sourceIp: string) => Headers;
};
type Headers = Readonly<Record<string, string>>;

/** A function leases one token first, then twice as many each time: one that is asked once takes no more than it needs. */
const LEASE_MAX = 20;
/** Callers one warm function remembers; beyond, the one that came first is forgotten. */
const REMEMBERED_MAX = 2_000;

/** `next`: tokens to lease next time. `emptyUntil`: the bucket was found empty, and cannot hold a token before. */
type Account = { left: number; fullAt: number; next: number; emptyUntil: number; leasing: Promise<void> | null };

export function limiter(container: Container): Limiter {
  const { NUMMA_RATE_PER_SECOND: perSecond, NUMMA_RATE_BURST: burst, NUMMA_TABLE } = container.environment;
  const limit: RateLimit = { perSecond, burst };
  const companies = remembered();
  const addresses = remembered();
  const now = () => container.now().getTime();

  async function refill(account: Account, companyId: CompanyId, meter: Meter): Promise<void> {
    const table = db(container.documentClient(companyId), NUMMA_TABLE, companyScope(companyId), meter);
    const lease = Math.min(account.next, burst);
    const { granted, fullAt } = await takeTokens(table, companyId, lease, limit, container.now());
    account.fullAt = fullAt;
    if (granted) {
      account.left += lease;
      account.next = Math.min(LEASE_MAX, lease * 2);
    } else if (lease > 1) {
      account.next = 1;
      await refill(account, companyId, meter);
    } else account.emptyUntil = now() + 1_000 / perSecond;
  }

  return {
    async company(companyId, meter) {
      const account = companies(companyId);
      while (account.left < 1) {
        if (now() < account.emptyUntil) throw tooMany(limit, account.fullAt - now());
        const waited = account.leasing !== null;
        account.leasing ??= refill(account, companyId, meter).finally(() => {
          account.leasing = null;
        });
        await account.leasing;
        if (account.left < 1 && !waited) throw tooMany(limit, account.fullAt - now());
      }
      account.left -= 1;
      return headersOf(limit, account.left, account.fullAt - now());
    },
    address(sourceIp) {
      const account = addresses(networkName(sourceIp));
      const ahead = Math.max(account.fullAt, now()) + 1_000 / perSecond;
      if (ahead - now() > (burst * 1_000) / perSecond) throw tooMany(limit, ahead - now());
      account.fullAt = ahead;
      return headersOf(limit, 0, ahead - now());
    },
  };
}

/** Accounts by name, the oldest forgotten first. */
function remembered(): (name: string) => Account {
  const known = new Map<string, Account>();
  return (name) => {
    const account = known.get(name) ?? { left: 0, fullAt: 0, next: 1, emptyUntil: 0, leasing: null };
    known.delete(name);
    known.set(name, account);
    const [first] = known.keys();
    if (known.size > REMEMBERED_MAX && first !== undefined) known.delete(first);
    return account;
  };
}

/** `fullInMs`: how long until the bucket is full again, which tells how many tokens it holds. */
function headersOf({ perSecond, burst }: RateLimit, leased: number, fullInMs: number): Headers {
  const inBucket = Math.floor(burst - (Math.max(0, fullInMs) * perSecond) / 1_000);
  return {
    "ratelimit-limit": String(burst),
    "ratelimit-remaining": String(Math.min(burst, Math.max(0, inBucket) + leased)),
    "ratelimit-reset": String(Math.max(0, Math.ceil(fullInMs / 1_000))),
  };
}

/** The bucket is empty; it holds a token again after one interval. */
function tooMany(limit: RateLimit, fullInMs: number): Refusal {
  const beforeFull = ((limit.burst - 1) * 1_000) / limit.perSecond;
  const seconds = Math.max(1, Math.ceil((fullInMs - beforeFull) / 1_000));
  const headers = { ...headersOf(limit, 0, fullInMs), "ratelimit-remaining": "0", "retry-after": String(seconds) };
  return new Refusal("request.too_many", { headers });
}
