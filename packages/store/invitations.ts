import { createHash } from "node:crypto";
import * as z from "zod";
import { type Instant, shifted } from "#domain/dates";
import { type CompanyId, CompanyId as CompanyIdSchema, InvitationId } from "#domain/ids";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";
import { Invitation } from "./members.ts";

/**
 * Access patterns: invitation by the hash of a token · the others are the roster's (`members.ts`). Two items an invitation: the company's,
 * among its members, and the system's that leads a stranger's token to it. Neither holds the token. docs/table.md.
 */
const TOKEN_BYTES = 32;
const LIVE_DAYS = 7;
/** Passwords that may be tried with one invitation: whoever invites holds the token too, and must not guess with it. */
const ATTEMPTS_MAX = 5;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
const keyOf = (companyId: CompanyId, id: InvitationId) => ({ pk: `COMPANY#${companyId}#MEMBERS`, sk: id });
const leadKey = (tokenHash: string) => ({ pk: `SYSTEM#INVITE#${tokenHash}`, sk: "INVITE" });

/** A token of 256 random bits, in 43 letters fit for a URL. */
export const invitationToken = (randomness: (bytes: number) => Uint8Array): string =>
  Buffer.from(randomness(TOKEN_BYTES)).toString("base64url");

/** An invitation as it begins, for seven days: the token itself is not kept. */
export function newInvitation({
  token,
  ...facts
}: Pick<Invitation, "id" | "email" | "emailHash" | "role" | "invitedBy" | "createdAt"> & { readonly token: string }): Invitation {
  const expiresAt = shifted(facts.createdAt, LIVE_DAYS * 86_400);
  return { ...facts, tokenHash: hashOf(token), expiresAt, attempts: 0, version: 1 };
}

export function invitationActions(companyId: CompanyId, invitation: Invitation): Action[] {
  const ttl = Math.floor(Date.parse(invitation.expiresAt) / 1_000);
  const put = (Item: Record<string, unknown>): Action => ({
    Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" },
  });
  return [
    put({ ...keyOf(companyId, invitation.id), ...invitation, ttl }),
    put({ ...leadKey(invitation.tokenHash), companyId, invitationId: invitation.id, ttl }),
  ];
}

/** Ends an invitation as it was read: accepted, taken back or replaced. */
export const invitationEndActions = (companyId: CompanyId, invitation: Invitation): Action[] => [
  takeBackAction(companyId, invitation),
  { Delete: { TableName: TABLE, Key: leadKey(invitation.tokenHash) } },
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
  return invitation && invitation.tokenHash === hashOf(token) && isLive(invitation, at) ? { companyId, invitation } : null;
}

/** Takes one of an invitation's few tries of a password, before it is compared: thirty at once get no more than one after the other. */
export async function takeAttempt(db: Db, companyId: CompanyId, { id }: Invitation): Promise<boolean> {
  const { done } = await db.update({
    Key: keyOf(companyId, id),
    UpdateExpression: "ADD attempts :one",
    ConditionExpression: "attribute_exists(pk) and attempts < :most",
    ExpressionAttributeValues: { ":one": 1, ":most": ATTEMPTS_MAX },
  });
  return done;
}
