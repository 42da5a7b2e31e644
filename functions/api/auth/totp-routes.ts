import * as z from "zod";
import { UNCHANGING } from "#runtime/etag";
import { secretsOf } from "#runtime/needs";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { RecoveryCodes, TotpCode, TotpEnd, TotpSecret, TotpStart } from "./shapes.ts";
import { endTotp, startTotp, verifyTotp } from "./totp.ts";

const route = routesNeeding("directory", "randomness", "mailQueue", secretsOf("envelope"));

const start = route({
  method: "POST",
  path: "/auth/totp",
  may: "session",
  summary: "Begin two-factor authentication: a secret for an authenticator application",
  body: TotpStart,
  returns: TotpSecret,
  secret: true,
  refuses: ["auth.wrong_password", "auth.totp_active", "auth.too_many_attempts", "conflict.changed_meanwhile"],
  handle: ({ body, actor, ...tools }) => startTotp(body, actor, tools),
});

const verify = route({
  method: "POST",
  path: "/auth/totp/verify",
  may: "session",
  summary: "Put two-factor authentication in force with a code; tells the recovery codes, once",
  body: TotpCode,
  returns: RecoveryCodes,
  secret: true,
  refuses: ["auth.totp_refused", "auth.totp_active", "auth.totp_not_started", "auth.too_many_attempts", "conflict.changed_meanwhile"],
  handle: ({ body, actor, ...tools }) => verifyTotp(body, actor, tools),
});

const end = route({
  method: "DELETE",
  path: "/auth/totp",
  may: "session",
  summary: "End two-factor authentication, with a code or the password",
  body: TotpEnd,
  returns: z.null(),
  status: 204,
  refuses: ["auth.totp_refused", "auth.totp_not_active", "auth.wrong_password", "auth.too_many_attempts", "conflict.changed_meanwhile"],
  async handle({ body, actor, assertMatch, ...tools }) {
    assertMatch(UNCHANGING);
    await endTotp(body, actor, tools);
    return answer(204, null);
  },
});

export const TOTP_ROUTES = [start, verify, end];
