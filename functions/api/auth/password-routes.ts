import * as z from "zod";
import { secretsOf } from "#runtime/needs";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { changePassword, forgotPassword, resetPassword } from "./password.ts";
import { Forgotten, NewPassword, PasswordReset, Welcome } from "./shapes.ts";

const route = routesNeeding("directory", "randomness", "mailQueue", secretsOf("signing"));

const change = route({
  method: "POST",
  path: "/auth/password",
  may: "session",
  summary: "Change my password; every other session of mine ends",
  body: NewPassword,
  returns: Welcome,
  secret: true,
  refuses: ["auth.wrong_password", "auth.weak_password", "auth.too_many_attempts", "conflict.changed_meanwhile"],
  handle: ({ body, actor, ...tools }) => changePassword(body, actor, tools),
});

const forgot = route({
  method: "POST",
  path: "/auth/password/forgot",
  may: "public",
  summary: "Ask for a mail to set a new password; answered alike whether or not there is such an account",
  body: Forgotten,
  returns: z.null(),
  status: 202,
  refuses: ["auth.too_many_attempts", "auth.cross_site", "queue.unavailable"],
  async handle({ body, ...tools }) {
    await forgotPassword(body.email, tools);
    return answer(202, null);
  },
});

const reset = route({
  method: "POST",
  path: "/auth/password/reset",
  may: "public",
  summary: "Set a new password with the token of the mail; every session ends",
  body: PasswordReset,
  returns: z.null(),
  status: 204,
  refuses: ["auth.reset_refused", "auth.weak_password", "auth.too_many_attempts", "auth.cross_site", "conflict.changed_meanwhile"],
  async handle({ body, ...tools }) {
    await resetPassword(body, tools);
    return answer(204, null);
  },
});

export const PASSWORD_ROUTES = [change, forgot, reset];
