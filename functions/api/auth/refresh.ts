import { type Instant, instantOf } from "#domain/dates";
import type { NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { isHashOf, newSalt, parseRefreshToken, type RefreshToken, successorOf } from "#runtime/refresh-tokens";
import type { Reply } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import { commit } from "#store/outbox";
import { endedActions, isLive, type RefreshState, type Session, sessions } from "#store/sessions";
import { sha256 } from "#store/sha256";
import type { EnterTools } from "./enter.ts";
import { granted } from "./grants.ts";
import { GRACE_SECONDS, idleEnd } from "./terms.ts";

type Tools = Pick<EnterTools, "directory" | "signingSecrets" | "randomness" | "request" | "now"> & { readonly newId: NewId };
type Asking = { readonly text: string; readonly grant: "token" | undefined };

/**
 * Exchanges a refresh token for its successor and a new access token. Every token is exchanged once; one that was exchanged before and
 * comes back was copied by somebody, so the session ends for both (RFC 9700, 4.14.2). Within `GRACE_SECONDS` the same client is given
 * the same successor again: its reply may have been lost, or its pages may have asked at once.
 */
export async function refreshed({ text, grant }: Asking, tools: Tools): Promise<Reply> {
  const token = parseRefreshToken(text);
  if (!token) throw refused();
  const at = instantOf(tools.now());
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const session = await familyOf(token, at, tools);
    if (isHashOf(session.refresh.turnHash, token.turn)) {
      const moved = await rotated(token, session, at, tools);
      if (moved) return granted({ status: 200, grant, device: null, body: {}, ...moved }, tools);
    } else {
      const refresh = replayed(token, session, at, tools.request);
      if (refresh) return granted({ status: 200, session, refresh, grant, device: null, body: {} }, tools);
      await revoked(session, at, tools);
      throw refused();
    }
  }
  throw refused();
}

/** One other caller can have moved the token on; then it is not the present one any more. */
const ATTEMPTS_MAX = 2;

type Refreshable = Session & { readonly refresh: RefreshState };

/** The live session a token is of. Nothing happens to a session by a token that was never given out for it. */
async function familyOf(token: RefreshToken, at: Instant, { directory, now }: Tools): Promise<Refreshable> {
  const session = await sessions(directory(token.companyId), token.companyId).live(token.sessionId, now());
  if (!session?.refresh || !isLive(session, at) || !isHashOf(session.refresh.familyHash, token.family)) throw refused();
  return { ...session, refresh: session.refresh };
}

/** Moves the session on to the successor, or null when somebody else just did. */
async function rotated(token: RefreshToken, session: Refreshable, at: Instant, { directory, randomness, request }: Tools) {
  const salt = newSalt(randomness);
  const refresh = successorOf(token, salt);
  const { turnHash: previousHash, familyHash } = session.refresh;
  const state = { familyHash, turnHash: sha256(refresh.turn), previousHash, salt, rotatedAt: at, agentHash: agentHashOf(request) };
  const idleEndsAt = idleEnd(session, at);
  const { companyId } = session;
  const done = await sessions(directory(companyId), companyId).rotate(session, previousHash, state, idleEndsAt);
  return done ? { session: { ...session, refresh: state, idleEndsAt }, refresh } : null;
}

/** The successor again, for the client that was given it a moment ago; null for anybody else, or later. */
function replayed(token: RefreshToken, { refresh }: Refreshable, at: Instant, request: HttpRequest): RefreshToken | null {
  const { previousHash, salt, rotatedAt, agentHash } = refresh;
  if (previousHash === null || salt === null || !isHashOf(previousHash, token.turn)) return null;
  const isRecent = Date.parse(at) - Date.parse(rotatedAt) <= GRACE_SECONDS * 1_000;
  return isRecent && agentHash === agentHashOf(request) ? successorOf(token, salt) : null;
}

/** An exchanged token came back: the session ends, and the audit trail says why. */
async function revoked({ personId, companyId, id }: Session, at: Instant, { directory, newId, request }: Tools): Promise<void> {
  const event = { id: newId("event"), type: "session.token_reused", at, requestId: request.requestId, objects: [{ id }] } as const;
  const doer = { kind: "system", id: "refresh" } as const;
  await commit(directory(companyId), companyId, endedActions(personId, { companyId, sessionId: id }), { ...event, doer });
}

const agentHashOf = ({ headers }: HttpRequest): string => sha256(headers["user-agent"] ?? "");

const refused = () => new Refusal("auth.refresh_refused");
