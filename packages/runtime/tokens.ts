import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { CompanyId, PersonId, SessionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { SecretOf } from "./secret-shapes.ts";

/** What a token says. The live session says the rest. */
export type Claims = { readonly personId: PersonId; readonly companyId: CompanyId; readonly sessionId: SessionId };

const ISSUER = "numma";
const AUDIENCE = "numma-api";
const TYPE = "at+jwt";
const CLOCK_SKEW_SECONDS = 5;
const TOKEN_LENGTH_MAX = 2_048;
/** A header that says more (`jwk`, `jku`, `x5u`, `crit` …) wants us to trust the token about itself (RFC 8725). */
const HEADER_NAMES = new Set(["alg", "typ", "kid"]);

const Payload = z.object({ sub: PersonId, cid: CompanyId, sid: SessionId });

/** Signs an access token (EdDSA over Ed25519). Only the auth function holds the key. */
export async function signToken(signing: SecretOf<"signing">, claims: Claims, now: Date, expiresAt: Date): Promise<string> {
  return new SignJWT({ cid: claims.companyId, sid: claims.sessionId })
    .setProtectedHeader({ alg: "EdDSA", typ: TYPE, kid: signing.kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claims.personId)
    .setJti(`${claims.sessionId}.${seconds(now)}`)
    .setIssuedAt(seconds(now))
    .setNotBefore(seconds(now))
    .setExpirationTime(seconds(expiresAt))
    .sign(signing.privateJwk);
}

/** Checks signature, algorithm, type, issuer, audience and dates. Refuses everything else with one and the same code. */
export async function verifyToken(token: string, keys: SecretOf<"verify">["keys"], now: Date): Promise<Claims> {
  try {
    if (token.length > TOKEN_LENGTH_MAX) throw new Error("too long");
    const { payload, protectedHeader } = await jwtVerify(token, ({ kid }) => keyNamed(keys, kid), {
      algorithms: ["EdDSA"],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
      requiredClaims: ["sub", "exp", "nbf", "iat", "jti"],
    });
    if (Object.keys(protectedHeader).some((name) => !HEADER_NAMES.has(name))) throw new Error("a header too many");
    if (Number(payload.iat) > seconds(now) + CLOCK_SKEW_SECONDS) throw new Error("issued in the future");
    return claimsOf(payload);
  } catch {
    throw new Refusal("auth.invalid_token");
  }
}

/** Whether the keys hold the one a token names. A token that names none gives no reason to look for newer keys. */
export function keyNamedBy(token: string): (verify: SecretOf<"verify">) => boolean {
  const kid = token.length <= TOKEN_LENGTH_MAX ? kidOf(token) : undefined;
  return ({ keys }) => kid === undefined || keys.some((key) => key["kid"] === kid);
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

function keyNamed(keys: SecretOf<"verify">["keys"], kid: string | undefined) {
  const key = keys.find((candidate) => candidate["kid"] === kid);
  if (!key) throw new Error("unknown key");
  return key;
}

function claimsOf(payload: JWTPayload): Claims {
  const { sub, cid, sid } = Payload.parse(payload);
  return { personId: sub, companyId: cid, sessionId: sid };
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);
