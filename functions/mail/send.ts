import { type Instant, instantOf, shifted } from "#domain/dates";
import type { PersonId } from "#domain/ids";
import type { Quota } from "#domain/people/throttle";
import type { MessageOn } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { consumer } from "#runtime/worker";
import type { Db } from "#store/db";
import { personFiles, resetAction, resetSent } from "#store/person-files";
import { sentMails } from "#store/sent-mails";
import { sha256 } from "#store/sha256";
import { throttles } from "#store/throttles";
import { sendInvitation } from "./invitation.ts";
import { noticeLetter, resetLetter } from "./letters.fr.ts";

/** How long a reset token opens. */
const RESET_SECONDS = 30 * 60;
const TOKEN_BYTES = 32;
/** Mails one network may make us send to one address: enough for a person who mistypes. Strangers elsewhere do not use up the person's own. */
const RESETS_OF_A_NETWORK: Quota = { most: 3, windowSeconds: 3_600 };
/** And all networks together: too few to bury anybody. */
const RESETS_OF_AN_ADDRESS: Quota = { most: 12, windowSeconds: 3_600 };

type Tools = Pick<Services, "directory" | "randomness" | "mail" | "deployment"> & { readonly now: () => Date };
type ResetMessage = Extract<MessageOn<"mail">, { readonly purpose: "password_reset" }>;
type NoticeMessage = Extract<MessageOn<"mail">, { readonly personId: PersonId }>;

/** Sends what a person is to be told. The address and the token never travel on the queue. */
export const sendMail = consumer({
  name: "mail/send",
  queue: "mail",
  needs: ["directory", "randomness", "mail", "deployment"],
  timeoutSeconds: 30,
  errorImpact: "Des personnes ne reçoivent pas leur mail : mot de passe oublié, invitation, ou changement de leur accès.",
  async handle({ message, ...tools }) {
    if (message.purpose === "password_reset") return sendReset(message, tools);
    if (message.purpose === "invitation") return sendInvitation(message, tools);
    return sendNotice(message, tools);
  },
});

/** Tells a person that their way in changed; a message that comes again after its mail left sends nothing. */
async function sendNotice({ purpose, mailId, personId, at }: NoticeMessage, { directory, mail, now }: Tools): Promise<void> {
  const db = directory();
  const [person, isSent] = await Promise.all([personFiles(db).get(personId), sentMails(db).has(mailId)]);
  if (!person || isSent) return;
  await mail.send({ ...noticeLetter(purpose, { name: person.name, at }), to: person.email, idempotencyKey: mailId });
  await sentMails(db).note(mailId, instantOf(now()));
}

/**
 * Makes the one live token of the person and mails it; ends in nothing for an address nobody has. A message that comes twice sends once;
 * if the mail left and that could not be noted, a second one leaves with a token that takes the first one's place. Beyond the quotas nothing is sent
 * and the token that was mailed last stays good.
 */
async function sendReset({ emailHash, mailId, requestedAt, networkHash = "" }: ResetMessage, tools: Tools): Promise<void> {
  const { directory, mail, now, deployment } = tools;
  const at = instantOf(now());
  const db = directory();
  const person = await personFiles(db).get(await personFiles(db).idOf(emailHash));
  const isOld = shifted(requestedAt, RESET_SECONDS) <= at;
  const isAgain = person?.reset?.mailId === mailId;
  if (!person || isOld || (isAgain && person.reset?.sentAt !== null)) return;
  if (!isAgain && !(await isWithinQuotas(`reset-mail:${person.personId}`, networkHash, db, at))) return;
  const { token, tokenHash } = newToken(person.personId, tools);
  await db.transact([resetAction(person.personId, { tokenHash, mailId, expiresAt: shifted(at, RESET_SECONDS), sentAt: null })]);
  const letter = resetLetter({ name: person.name, token, page: deployment.resetPage, minutes: RESET_SECONDS / 60 });
  await mail.send({ ...letter, to: person.email, idempotencyKey: mailId });
  await db.update(resetSent(person.personId, tokenHash, at));
}

async function isWithinQuotas(name: string, networkHash: string, db: Db, at: Instant): Promise<boolean> {
  const { use } = throttles(db);
  return (await use(`${name}:${networkHash}`, RESETS_OF_A_NETWORK, at)) && use(name, RESETS_OF_AN_ADDRESS, at);
}

/** 32 random bytes behind the person's id: what is kept under it is the hash of the bytes. */
function newToken(personId: PersonId, { randomness }: Tools): { readonly token: string; readonly tokenHash: string } {
  const secret = Buffer.from(randomness(TOKEN_BYTES)).toString("base64url");
  return { token: `${personId.slice("per_".length)}.${secret}`, tokenHash: sha256(secret) };
}
