import type * as z from "zod";
import { instantOf } from "#domain/dates";
import { crockford } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf, type PersonActor } from "#runtime/actor";
import { envelope, hasKeyOf } from "#runtime/envelope";
import type { MessageOn } from "#runtime/messages";
import { passwordMatches } from "#runtime/passwords";
import type { Sender } from "#runtime/services";
import { base32, matchingStep, otpauthUri, TOTP_SECRET_BYTES } from "#runtime/totp";
import type { Action } from "#store/db";
import { commit } from "#store/outbox";
import { type PersonFile, personChange, personFiles, sameCredentials } from "#store/person-files";
import type { EnterTools } from "./enter.ts";
import { guessing } from "./failures.ts";
import { notify } from "./notices.ts";
import { recoveryHashOf, type SealingTools, shownFactor, totpPlace } from "./second-factor.ts";
import type { TotpCode, TotpEnd, TotpStart } from "./shapes.ts";

type Tools = Pick<EnterTools, "directory" | "request" | "newId"> &
  SealingTools & { readonly mailQueue: Sender<MessageOn<"mail">>; readonly verify?: typeof passwordMatches };

const RECOVERY_CODES = 10;
/** 120 bits: beyond guessing even for who holds the hash (ASVS 6.5.2). */
const RECOVERY_LETTERS = 24;

/** A secret for an authenticator application, not in force before a code of it was shown. Asking again replaces it. */
export async function startTotp({ password }: z.output<typeof TotpStart>, actor: PersonActor, tools: Tools) {
  const file = await fileOf(actor, tools);
  await provePassword(file, password, tools);
  if (file.totpSealed !== undefined) throw new Refusal("auth.totp_active");
  const secret = tools.randomness(TOTP_SECRET_BYTES);
  const sealing = envelope(await tools.envelopeSecrets(), tools.randomness);
  const totpPending = sealing.seal(Buffer.from(secret).toString("base64url"), totpPlace(file.personId));
  const same = sameCredentials(file);
  const change = personChange({
    ...same,
    personId: file.personId,
    set: { totpPending },
    when: [...same.when, "attribute_not_exists(totpSealed)"],
  });
  await written(change, "person.totp_started", actor, tools);
  return { secret: base32(secret), otpauthUri: otpauthUri(secret, file.email) };
}

/** Puts the second factor in force once a code proves that the application holds the secret. The recovery codes are told this once. */
export async function verifyTotp({ code }: z.output<typeof TotpCode>, actor: PersonActor, tools: Tools) {
  const file = await fileOf(actor, tools);
  const { totpPending, personId } = file;
  if (file.totpSealed !== undefined) throw new Refusal("auth.totp_active");
  if (totpPending === undefined) throw new Refusal("auth.totp_not_started");
  const guess = await guessing(`totp:${personId}`, tools);
  const sealing = envelope(await tools.envelopeSecrets(hasKeyOf(totpPending)), tools.randomness);
  const secret = Buffer.from(sealing.open(totpPending, totpPlace(personId)), "base64url");
  const totpStep = matchingStep(secret, code, tools.now(), null);
  if (totpStep === null) throw wrongCode();
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(tools.randomness));
  const recoveryHashes = new Set(recoveryCodes.map(recoveryHashOf));
  const same = sameCredentials(file);
  const change = personChange({
    personId,
    set: { totpSealed: totpPending, totpStep, recoveryHashes, credentialVersion: file.credentialVersion + 1 },
    remove: ["totpPending"],
    when: [...same.when, "totpPending = :pending"],
    values: { ...same.values, ":pending": totpPending },
  });
  await written(change, "person.totp_enabled", actor, tools);
  await guess.right();
  await notify("totp_enabled", personId, tools);
  return { recoveryCodes };
}

/** Ends the second factor for who shows it, or the password. The recovery codes end with it. */
export async function endTotp(shown: z.output<typeof TotpEnd>, actor: PersonActor, tools: Tools): Promise<void> {
  const file = await fileOf(actor, tools);
  const { personId } = file;
  if (file.totpSealed === undefined) throw new Refusal("auth.totp_not_active");
  if ("password" in shown) await provePassword(file, shown.password, tools);
  else {
    const guess = await guessing(`totp:${personId}`, tools);
    if (!(await shownFactor(file, { totpCode: shown.code }, tools))) throw wrongCode();
    await guess.right();
  }
  const same = sameCredentials(file);
  const change = personChange({
    ...same,
    personId,
    set: { credentialVersion: file.credentialVersion + 1 },
    remove: ["totpSealed", "totpStep", "recoveryHashes", "totpPending"],
  });
  await written(change, "person.totp_disabled", actor, tools);
  await notify("totp_disabled", personId, tools);
}

async function fileOf({ personId }: PersonActor, { directory }: Tools): Promise<PersonFile> {
  const file = await personFiles(directory()).get(personId);
  if (!file) throw new Refusal("auth.invalid_token");
  return file;
}

/** A session alone may have been stolen: what changes the way in asks for the password again (ASVS 7.5.1). */
async function provePassword(file: PersonFile, password: string, tools: Tools): Promise<void> {
  const { verify = passwordMatches } = tools;
  const guess = await guessing(`password:${file.personId}`, tools);
  if (!(await verify(password, file.passwordHash)))
    throw new Refusal("auth.wrong_password", { flaws: [{ pointer: "/password", message: "invalid" }] });
  await guess.right();
}

const wrongCode = () => new Refusal("auth.totp_refused", { flaws: [{ pointer: "/code", message: "invalid" }] });

async function written(change: Action, type: `person.${string}`, actor: PersonActor, tools: Tools): Promise<void> {
  const { directory, newId, now, request } = tools;
  const { personId, companyId } = actor;
  const event = { id: newId("event"), type, at: instantOf(now()), requestId: request.requestId, objects: [{ id: personId }] };
  const { done } = await commit(directory(companyId), companyId, [change], { ...event, doer: doerOf(actor) });
  if (!done) throw new Refusal("conflict.changed_meanwhile");
}

/** `7K3M-…`: six groups of four letters and digits nobody mistakes for others. */
function recoveryCode(randomness: Tools["randomness"]): string {
  return (crockford(randomness(RECOVERY_LETTERS)).match(/.{4}/g) ?? []).join("-");
}
