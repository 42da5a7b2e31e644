import type * as z from "zod";
import { instantOf } from "#domain/dates";
import { PersonId } from "#domain/ids";
import { assertStrong } from "#domain/people/password";
import { Refusal } from "#domain/refusals";
import { doerOf, type PersonActor, personDoing } from "#runtime/actor";
import type { MessageOn } from "#runtime/messages";
import { networkName } from "#runtime/network";
import { emailHash, hashPassword, passwordMatches } from "#runtime/passwords";
import { isHashOf } from "#runtime/refresh-tokens";
import type { Reply } from "#runtime/reply";
import type { Sender } from "#runtime/services";
import { companies } from "#store/companies";
import { entitledAction } from "#store/entitlement";
import { forgottenDevice, type PersonFile, personFiles, spentReset } from "#store/person-files";
import { openedActions, sessions } from "#store/sessions";
import { sha256 } from "#store/sha256";
import { throttles } from "#store/throttles";
import { type EnterTools, meOf, newSession } from "./enter.ts";
import { failureOfNetwork, guessing } from "./failures.ts";
import { granted } from "./grants.ts";
import { setPassword } from "./new-password.ts";
import { notify } from "./notices.ts";
import type { NewPassword, PasswordReset } from "./shapes.ts";
import { RESET_REQUESTS_OF_A_NETWORK } from "./terms.ts";

type Tools = EnterTools & {
  readonly mailQueue: Sender<MessageOn<"mail">>;
  readonly verify?: typeof passwordMatches;
  readonly hash?: typeof hashPassword;
};

/** Words of a person's own that do not make a password. */
const ownWords = ({ email, name }: Pick<PersonFile, "email" | "name">): string[] => [email.split("@", 1)[0] ?? "", name];

/**
 * A new password for who knows the present one. Every session of the person ends, here and in other companies; this one goes on under
 * a new token (ASVS 7.4.3).
 */
export async function changePassword(body: z.output<typeof NewPassword>, actor: PersonActor, tools: Tools): Promise<Reply> {
  const { directory, request, now, newId, verify = passwordMatches, hash = hashPassword } = tools;
  const { personId, companyId, role } = actor;
  const file = await personFiles(directory()).get(personId);
  if (!file) throw new Refusal("auth.invalid_token");
  const guess = await guessing(`password:${personId}`, tools);
  if (!(await verify(body.currentPassword, file.passwordHash)))
    throw new Refusal("auth.wrong_password", { flaws: [{ pointer: "/current_password", message: "invalid" }] });
  await guess.right();
  assertStrong(body.newPassword, ownWords(file), "/new_password");
  const [present, company, passwordHash] = await Promise.all([
    sessions(directory(companyId), companyId).live(actor.sessionId, now()),
    companies(directory(companyId), companyId).get(),
    hash(body.newPassword),
  ]);
  const { session, refresh } = newSession({ person: file, company, role, remember: present?.remembered ?? false }, tools);
  const doer = doerOf(actor);
  const event = { id: newId("event"), type: "person.password_changed", at: instantOf(now()), requestId: request.requestId, doer } as const;
  await setPassword(
    { file, passwordHash, also: [...openedActions(session), entitledAction(companyId, personId, role)], opens: true, event, companyId },
    directory,
  );
  await notify("password_changed", personId, tools);
  return granted({ status: 200, session, refresh, grant: body.grant, device: null, body: meOf(file, company, role) }, tools);
}

/**
 * Asks for a mail with a one-time token. Nothing is looked up here, so nothing can be learned here: the worker behind the queue knows
 * whether there is such an account.
 */
export async function forgotPassword(email: string, { directory, request, now, newId, mailQueue }: Tools): Promise<void> {
  const at = instantOf(now());
  const network = networkName(request.sourceIp);
  await throttles(directory()).spend(`forgot:${network}`, RESET_REQUESTS_OF_A_NETWORK, at);
  const asked = { emailHash: emailHash(email), networkHash: sha256(network), requestedAt: at };
  await mailQueue.send([{ purpose: "password_reset", mailId: newId("mail"), ...asked }]);
}

/**
 * A new password for who received the mail. Ends every session of the person and forgets their devices; opens none, since a second
 * factor may be wanted at the next login.
 */
export async function resetPassword(body: z.output<typeof PasswordReset>, tools: Tools): Promise<void> {
  const { directory, request, now, newId, hash = hashPassword } = tools;
  const at = instantOf(now());
  const failure = await failureOfNetwork(tools);
  const [, person = "", secret = ""] = /^([0-9A-Z]{26})\.([\w-]{43})$/.exec(body.token) ?? [];
  const personId = PersonId.safeParse(`per_${person}`).data;
  const file = personId ? await personFiles(directory()).get(personId) : null;
  if (!file?.reset || file.reset.expiresAt <= at || !isHashOf(file.reset.tokenHash, secret)) throw new Refusal("auth.reset_refused");
  await failure.giveBack();
  assertStrong(body.password, ownWords(file), "/password");
  const also = [
    spentReset(file.personId, file.reset.tokenHash),
    ...file.devices.map(({ deviceHash }) => forgottenDevice(file.personId, deviceHash)),
  ];
  const doer = personDoing(file.personId, request);
  const event = { id: newId("event"), type: "person.password_reset", at, requestId: request.requestId, doer } as const;
  const companyId = file.memberships[0]?.companyId ?? null;
  await setPassword({ file, passwordHash: await hash(body.password), also, opens: false, event, companyId }, directory);
  for (const name of [file.personId, emailHash(file.email)]) await throttles(directory()).forget(`login:${name}`);
  await notify("password_changed", file.personId, tools);
}
