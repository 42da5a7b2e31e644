import type { CompanyId, PersonId } from "#domain/ids";
import { envelope, hasKeyOf, type Place } from "#runtime/envelope";
import type { SecretOf } from "#runtime/secret-shapes";
import { matchingStep } from "#runtime/totp";
import type { PersonFile } from "#store/person-files";
import { sha256 } from "#store/sha256";
import type { Proof } from "./enter.ts";

export type SealingTools = {
  readonly envelopeSecrets: (wanted?: (secret: SecretOf<"envelope">) => boolean) => Promise<SecretOf<"envelope">>;
  readonly randomness: (bytes: number) => Uint8Array;
  readonly now: () => Date;
};
type Shown = { readonly totpCode?: string; readonly recoveryCode?: string };
type Spent = Pick<Proof, "totpSealed" | "totpStep" | "recoveryHash">;

/** Where a person's TOTP secret is sealed for: it opens in no other place. */
export const totpPlace = (personId: PersonId | CompanyId): Place => ({ tenant: personId, item: "PERSON", purpose: "totp-secret" });

/** What of a person's second factor was shown and is to be spent, or null when it is not right. A person without one has nothing to show. */
export async function shownFactor(file: PersonFile, { totpCode, recoveryCode }: Shown, tools: SealingTools): Promise<Spent | null> {
  const { totpSealed, totpStep = 0, recoveryHashes, personId } = file;
  if (totpSealed === undefined) return {};
  if (recoveryCode !== undefined) {
    const recoveryHash = recoveryHashOf(recoveryCode);
    return recoveryHashes.has(recoveryHash) ? { recoveryHash } : null;
  }
  const sealing = envelope(await tools.envelopeSecrets(hasKeyOf(totpSealed)), tools.randomness);
  const secret = Buffer.from(sealing.open(totpSealed, totpPlace(personId)), "base64url");
  const step = matchingStep(secret, totpCode ?? "", tools.now(), totpStep);
  if (step === null) return null;
  const renewed = sealing.renew(totpSealed, totpPlace(personId));
  return { totpStep: step, ...(renewed !== totpSealed && { totpSealed: renewed }) };
}

/** Recovery codes are typed by people: case, spaces and hyphens do not count. */
export const recoveryHashOf = (code: string): string => sha256(code.toUpperCase().replace(/[\s-]/g, ""));
