import type * as z from "zod";
import { CompanyId, type PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { emailHash, hashPassword, isOutdated, passwordMatches } from "#runtime/passwords";
import type { Reply } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import { bySlug, companies } from "#store/companies";
import { NOBODY, type PersonFile, personFiles } from "#store/person-files";
import { sha256 } from "#store/sha256";
import { DEVICE_COOKIE } from "./cookies.ts";
import { type EnterTools, enter, type Proof } from "./enter.ts";
import { guessing, guessingAsStranger } from "./failures.ts";
import { type SealingTools, shownFactor } from "./second-factor.ts";
import type { Login } from "./shapes.ts";

type Input = z.output<typeof Login>;
type Directory = EnterTools["directory"];
export type LoginTools = EnterTools & SealingTools & { readonly verify?: typeof passwordMatches; readonly hash?: typeof hashPassword };

/**
 * Opens a session for who knows the password, and shows the second factor if there is one. The guess is counted before the password is
 * hashed, so that guesses made at once cannot outrun the count; an account nobody has costs and answers the same. A known device has
 * a count of its own: strangers who guess at an account, or fail in its network, do not keep its owner out (ASVS 6.1.1).
 */
export async function logIn(body: Input, tools: LoginTools): Promise<Reply> {
  const { directory, request, verify = passwordMatches } = tools;
  const target = body.companyId === undefined ? null : await companyOf(directory, body.companyId);
  const personId = "email" in body ? await personFiles(directory()).idOf(emailHash(body.email)) : (target?.ownerId ?? NOBODY);
  const file = await personFiles(directory()).get(personId);
  const deviceHash = knownDevice(file, body, request);
  const typed = "email" in body ? emailHash(body.email) : String(body.companyId);
  const guess = await (deviceHash === null ? guessingAsStranger(typed, file && personId, tools) : guessing(`device:${deviceHash}`, tools));
  const isRight = await verify(body.password, (!guess.isBeyond && file?.passwordHash) || null);
  if (!isRight || !file) throw new Refusal("auth.invalid_credentials");
  const isFactorMissing = file.totpSealed !== undefined && body.totpCode === undefined && body.recoveryCode === undefined;
  const spent = isFactorMissing ? null : await shownFactor(file, body, tools);
  if (spent || isFactorMissing) await guess.spare();
  if (!spent) throw new Refusal(isFactorMissing ? "auth.totp_required" : "auth.invalid_credentials");
  const wanted = body.companyId === undefined ? null : (target?.companyId ?? "unknown");
  const { companyId, role } = chosen(file, wanted);
  const company = await companies(directory(companyId), companyId).get();
  const proof = { file, ...spent, deviceHash, ...(await renewedHash(body.password, file, tools)) };
  const reply = await enter(
    { person: file, company, role, grant: body.grant, status: 200, remember: body.remember ?? false, proof },
    tools,
  );
  await guess.right();
  return reply;
}

/** The hash of the device's token, when the person has logged in from there before. */
function knownDevice(file: PersonFile | null, body: Input, { cookies }: HttpRequest): string | null {
  const token = body.deviceToken ?? cookies[DEVICE_COOKIE];
  const hash = token === undefined ? null : sha256(token);
  return file?.devices.some(({ deviceHash }) => deviceHash === hash) ? hash : null;
}

/** Today's hash of a password that was hashed at another cost. */
async function renewedHash(password: string, file: PersonFile, { hash = hashPassword }: LoginTools): Promise<Pick<Proof, "passwordHash">> {
  return isOutdated(file.passwordHash) ? { passwordHash: await hash(password) } : {};
}

/** A company named by slug or id, and its owner; null when there is none. */
async function companyOf(directory: Directory, name: string): Promise<{ companyId: CompanyId; ownerId: PersonId } | null> {
  const id = CompanyId.safeParse(name);
  if (!id.success) return bySlug(directory(), name);
  const found = await companies(directory(id.data), id.data).find();
  return found && { companyId: found.id, ownerId: found.ownerId };
}

/** The company to enter: the one asked for, or the only one. Somebody else's company is a wrong credential, not a hint. */
function chosen({ memberships }: PersonFile, wanted: string | null): PersonFile["memberships"][number] {
  if (wanted === null && memberships.length > 1) throw new Refusal("auth.company_required");
  const found = wanted === null ? memberships[0] : memberships.find(({ companyId }) => companyId === wanted);
  if (!found) throw new Refusal("auth.invalid_credentials");
  return found;
}
