import { createHash } from "node:crypto";
import * as z from "zod";
import { type Instant, shifted } from "#domain/dates";
import { type CompanyId, CompanyId as CompanyIdSchema, InvitationId, type MailId } from "#domain/ids";
import type { Quota } from "#domain/people/throttle";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { Invitation } from "./members.ts";

/**
 * Access patterns: invitation by the hash of a token · the others are the roster's (`members.ts`). An invitation is the company's item
 * among its members, and one of the system's for the token of its mail, which leads a stranger to it. Neither holds the token, and whoever
 * invites is never told it: to open one is to read the mail of the address. docs/table.md.
 */
const TOKEN_BYTES = 32;
const LIVE_DAYS = 7;
/** Passwords that may be hashed for one invitation. */
const ATTEMPTS_MAX = 5;

/** Invitation mails a company may have sent to one address. */
const MAILS_OF_AN_ADDRESS: Quota = { most: 3, windowSeconds: 3_600 };

/** What a mail to an address counts against (`throttles.ts`). */
export const mailsOfAddress = (companyId: CompanyId, emailHash: string) => ({
  name: `invitation-mail:${companyId}:${emailHash}`,
  quota: MAILS_OF_AN_ADDRESS,
});

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
const keyOf = (companyId: CompanyId, id: InvitationId) => ({ pk: `COMPANY#${companyId}#MEMBERS`, sk: id });
const leadKey = (tokenHash: string) => ({ pk: `SYSTEM#INVITE#${tokenHash}`, sk: "INVITE" });

/** A token of 256 random bits, in 43 letters fit for a URL. */
export const invitationToken = (randomness: (bytes: number) => Uint8Array): string =>
  Buffer.from(randomness(TOKEN_BYTES)).toString("base64url");

/** An invitation as it begins, for seven days. Nothing opens it before its mail. */
export function newInvitation(
  facts: Pick<Invitation, "id" | "email" | "emailHash" | "role" | "invitedBy" | "createdAt" | "mailId">,
): Invitation {
  const expiresAt = shifted(facts.createdAt, LIVE_DAYS * 86_400);
  return { ...facts, expiresAt, attempts: 0, mailTokenHash: null, mailTokenOf: null, mailedAt: null, version: 1 };
}

export const invitationAction = (companyId: CompanyId, invitation: Invitation): Action =>
  put({ ...keyOf(companyId, invitation.id), ...invitation, ttl: ttlOf(invitation) });

const ttlOf = ({ expiresAt }: Invitation): number => Math.floor(Date.parse(expiresAt) / 1_000);
const put = (Item: Record<string, unknown>): Action => ({
  Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" },
});
const leadAction = (companyId: CompanyId, invitation: Invitation, tokenHash: string): Action =>
  put({ ...leadKey(tokenHash), companyId, invitationId: invitation.id, ttl: ttlOf(invitation) });
const leadEndAction = (tokenHash: string): Action => ({ Delete: { TableName: TABLE, Key: leadKey(tokenHash) } });

/** Another mail may be sent for the invitation, and no earlier one any more; the last mail's token opens until the new one's does. */
export const invitationMailAction = (companyId: CompanyId, { id, version }: Invitation, mailId: MailId): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    UpdateExpression: "SET mailId = :mail, mailedAt = :none, #version = :next",
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":mail": mailId, ":none": null, ":next": version + 1, ":version": version },
  },
});

/** A token for the mail of `mailId` takes the place of the last mail's, if that mail is still the one to send and nobody else made one. */
export function mailTokenActions(companyId: CompanyId, invitation: Invitation, mailId: MailId, token: string): Action[] {
  const { id, mailTokenHash } = invitation;
  const step = {
    Update: {
      TableName: TABLE,
      Key: keyOf(companyId, id),
      UpdateExpression: "SET mailTokenHash = :hash, mailTokenOf = :mail",
      ConditionExpression: `mailId = :mail and ${mailTokenHash === null ? "(attribute_not_exists(mailTokenHash) or mailTokenHash = :read)" : "mailTokenHash = :read"}`,
      ExpressionAttributeValues: { ":hash": hashOf(token), ":mail": mailId, ":read": mailTokenHash },
    },
  };
  return [step, leadAction(companyId, invitation, hashOf(token)), ...(mailTokenHash === null ? [] : [leadEndAction(mailTokenHash)])];
}

/** Notes that the mail with this token left; nothing when the invitation ended or a newer token took its place. */
export const invitationMailed = (companyId: CompanyId, { id }: Invitation, mailId: MailId, token: string, at: Instant) => ({
  Key: keyOf(companyId, id),
  UpdateExpression: "SET mailedAt = :at",
  ConditionExpression: "mailId = :mail and mailTokenHash = :hash",
  ExpressionAttributeValues: { ":at": at, ":mail": mailId, ":hash": hashOf(token) },
});

/** Ends an invitation as it was read: accepted, taken back or replaced. */
export const invitationEndActions = (companyId: CompanyId, invitation: Invitation): Action[] => [
  takeBackAction(companyId, invitation),
  ...(invitation.mailTokenHash === null ? [] : [leadEndAction(invitation.mailTokenHash)]),
];

/** Ends an invitation as it was read; what leads its token there is swept later, and leads nowhere. */
export const takeBackAction = (companyId: CompanyId, { id, version }: Invitation): Action => ({
  Delete: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": version },
  },
});

/** The invitation asks for another role. */
export const invitationRoleAction = (companyId: CompanyId, { id, version }: Invitation, role: Invitation["role"]): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    UpdateExpression: "SET #role = :role, #version = :next",
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#role": "role", "#version": "version" },
    ExpressionAttributeValues: { ":role": role, ":next": version + 1, ":version": version },
  },
});

export const isLive = ({ expiresAt }: Invitation, at: Instant): boolean => expiresAt > at;

const Lead = z.object({ companyId: CompanyIdSchema, invitationId: InvitationId });

/** The invitation a token opens, or null: unknown, malformed, taken back, accepted and expired are one answer. Needs the system scope. */
export async function invitationBehind(
  directory: (companyId?: CompanyId) => Db,
  token: string,
  at: Instant,
): Promise<{ readonly companyId: CompanyId; readonly invitation: Invitation } | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const found = await directory().get({ Key: leadKey(hashOf(token)), ConsistentRead: true });
  if (!found) return null;
  const { companyId, invitationId } = Lead.parse(found);
  const item = await directory(companyId).get({ Key: keyOf(companyId, invitationId), ConsistentRead: true });
  const invitation = item ? Invitation.parse(item) : null;
  return invitation?.mailTokenHash === hashOf(token) && isLive(invitation, at) ? { companyId, invitation } : null;
}

/** Takes one of an invitation's few tries, before a password is hashed: thirty at once get no more than one after the other. */
export async function takeAttempt(db: Db, companyId: CompanyId, { id }: Invitation): Promise<boolean> {
  const { done } = await db.update({
    Key: keyOf(companyId, id),
    UpdateExpression: "ADD attempts :one",
    ConditionExpression: "attribute_exists(pk) and attempts < :most",
    ExpressionAttributeValues: { ":one": 1, ":most": ATTEMPTS_MAX },
  });
  return done;
}
