import { timingSafeEqual } from "node:crypto";
import { instantOf, shifted } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { type ApiKey, apiKeys, isLiveKey } from "#store/api-keys";
import { db } from "#store/db";
import { companyScope } from "#store/guard";
import type { Meter } from "#store/meter";
import type { KeyActor } from "./actor.ts";
import { readApiKeyText } from "./api-key-text.ts";
import type { Container } from "./container.ts";
import { PERMISSIONS } from "./permissions.ts";
import type { May } from "./route.ts";

/** Takes work nobody waits for before answering: what it does is noted, never needed. */
export type Later = (work: Promise<void>) => void;

/** How exactly the last use of a key is known. */
const USED_AGAIN_SECONDS = 3_600;

/**
 * The program behind an API key, by one strongly consistent read inside the company's partition. Malformed, unknown, revoked and expired
 * keys are refused alike. Its use is noted at most once an hour, and never waited for.
 */
export async function keyBehind(
  token: string,
  may: May,
  container: Container,
  meter: Meter,
  { later, network }: { readonly later: Later; readonly network: string },
): Promise<KeyActor> {
  const shown = readApiKeyText(token);
  if (!shown) throw new Refusal("auth.invalid_token");
  const { companyId, keyId } = shown;
  const table = db(container.documentClient(companyId), container.environment.NUMMA_TABLE, companyScope(companyId), meter);
  const store = apiKeys(table, companyId);
  const key = await store.find(keyId);
  const at = instantOf(container.now());
  const isRight = sameHash(shown.hash, key?.hash ?? "");
  if (!key || !isRight || !isLiveKey(key, at)) throw new Refusal("auth.invalid_token");
  if (may === "session") throw new Refusal("auth.person_only");
  const permissions = PERMISSIONS.filter((permission) => key.scopes.includes(permission));
  if (!permissions.some((permission) => permission === may)) throw new Refusal("auth.forbidden");
  if (isUseWorthNoting(key, at)) later(store.used(keyId, at, shifted(at, -USED_AGAIN_SECONDS)).catch(() => undefined));
  return { kind: "key", id: keyId, companyId, permissions, network };
}

const isUseWorthNoting = ({ lastUsedAt }: ApiKey, at: string): boolean =>
  lastUsedAt === null || lastUsedAt < shifted(at, -USED_AGAIN_SECONDS);

/** Compares two hashes in a time that tells nothing; one of another length is compared with itself, and is wrong. */
function sameHash(shown: string, kept: string): boolean {
  const [left, right] = [Buffer.from(shown), Buffer.from(kept)];
  return left.length === right.length ? timingSafeEqual(left, right) : timingSafeEqual(left, left) && false;
}
