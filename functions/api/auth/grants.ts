import { instantOf } from "#domain/dates";
import { type RefreshToken, refreshText } from "#runtime/refresh-tokens";
import { answer, type Reply } from "#runtime/reply";
import type { SecretOf } from "#runtime/secret-shapes";
import { signToken } from "#runtime/tokens";
import type { Session } from "#store/sessions";
import { accessCookie, deviceCookie, refreshCookie } from "./cookies.ts";
import { accessEnd } from "./terms.ts";

type Granting = {
  readonly status: 200 | 201;
  readonly session: Session;
  readonly refresh: RefreshToken;
  /** `token`: in the body, for programs. Otherwise in httpOnly cookies, and nowhere else. */
  readonly grant: "token" | undefined;
  /** Given once, to a device that was not known. */
  readonly device: string | null;
  readonly body: object;
};
type Tools = { readonly signingSecrets: () => Promise<SecretOf<"signing">>; readonly now: () => Date };

/** Answers with a fresh access token and the session's refresh token. */
export async function granted({ status, session, refresh, grant, device, body }: Granting, { signingSecrets, now }: Tools): Promise<Reply> {
  const at = now();
  const { personId, companyId, id: sessionId, expiresAt: sessionExpiresAt, idleEndsAt = sessionExpiresAt } = session;
  const expiresAt = accessEnd(sessionExpiresAt, instantOf(at));
  const accessToken = await signToken(await signingSecrets(), { personId, companyId, sessionId }, at, new Date(expiresAt));
  const times = { expiresAt, refreshExpiresAt: idleEndsAt, sessionExpiresAt };
  const refreshToken = refreshText(refresh);
  if (grant === "token") {
    const tokens = { accessToken, refreshToken, tokenType: "Bearer", ...(device !== null && { deviceToken: device }) };
    return answer(status, { ...body, ...times, ...tokens });
  }
  const secondsTo = (end: string): number => Math.max(0, Math.floor((Date.parse(end) - at.getTime()) / 1_000));
  const cookies = [accessCookie(accessToken, secondsTo(expiresAt)), refreshCookie(refreshToken, secondsTo(idleEndsAt))];
  return answer(status, { ...body, ...times }, { cookies: [...cookies, ...(device === null ? [] : [deviceCookie(device)])] });
}
