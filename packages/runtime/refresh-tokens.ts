import { createHmac, timingSafeEqual } from "node:crypto";
import { CompanyId, SessionId } from "#domain/ids";
import { sha256 } from "#store/sha256";

/**
 * A refresh token in its parts. `family` (32 random bytes) stays the same as long as the session and proves that whoever holds it was
 * once given a token of it; `turn` (32 bytes) changes at every use. The ids say where to look. Clients see one opaque text.
 */
export type RefreshToken = {
  readonly companyId: CompanyId;
  readonly sessionId: SessionId;
  readonly family: string;
  readonly turn: string;
};

const SECRET_BYTES = 32;
type Randomness = (bytes: number) => Uint8Array;

const secret = (randomness: Randomness): string => Buffer.from(randomness(SECRET_BYTES)).toString("base64url");

/** The first token of a session. */
export const newRefreshToken = (place: Pick<RefreshToken, "companyId" | "sessionId">, randomness: Randomness): RefreshToken => ({
  ...place,
  family: secret(randomness),
  turn: secret(randomness),
});

/** What makes a successor nobody can foresee. */
export const newSalt = secret;

/**
 * The token after this one: HMAC of a fresh random salt under the token itself. The table keeps the salt, so a client whose reply was
 * lost can be told the same successor again, while the table alone, or an old token alone, gives nothing.
 */
export const successorOf = (token: RefreshToken, salt: string): RefreshToken => ({
  ...token,
  turn: createHmac("sha256", Buffer.from(token.turn, "base64url")).update(`numma refresh\n${token.sessionId}\n${salt}`).digest("base64url"),
});

export const refreshText = ({ companyId, sessionId, family, turn }: RefreshToken): string =>
  ["nr1", companyId.slice(COMPANY.length), sessionId.slice(SESSION.length), family, turn].join(".");

const COMPANY = "cmp_";
const SESSION = "ses_";
const SHAPE = /^nr1\.([0-9A-Z]{26})\.([0-9A-Z]{26})\.([\w-]{43})\.([\w-]{43})$/;

/** The parts of a token, or null for any other text. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const [, company = "", session = "", family = "", turn = ""] = SHAPE.exec(text) ?? [];
  const companyId = CompanyId.safeParse(COMPANY + company);
  const sessionId = SessionId.safeParse(SESSION + session);
  return companyId.success && sessionId.success ? { companyId: companyId.data, sessionId: sessionId.data, family, turn } : null;
}

/** Whether a hash (SHA-256, hex) is that of a text. */
export const isHashOf = (hash: string, text: string): boolean => timingSafeEqual(Buffer.from(hash), Buffer.from(sha256(text)));
