import * as z from "zod";
import { Instant } from "#domain/dates";
import { CompanyId, PersonId } from "#domain/ids";
import { Role } from "#domain/people/role";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import { SESSION_POINTER_PREFIX, SessionPointer } from "./sessions.ts";

/**
 * Access pattern: everything that decides about a person's way in (hash, second factor, memberships, sessions, known devices, reset
 * token), by one strong Query of the person's partition. Needs the system scope. docs/table.md.
 */
const Way = z.object({
  personId: PersonId,
  email: z.string(),
  name: z.string(),
  passwordHash: z.string(),
  /** Grows with every new password and every change of the second factor. */
  credentialVersion: z.int().default(0),
  /** Grows with every session opened: who ends them all conditions on it, so that none slips through. */
  sessionsOpened: z.int().default(0),
  totpSealed: z.string().exactOptional(),
  /** The last time step whose code was accepted. */
  totpStep: z.int().exactOptional(),
  totpPending: z.string().exactOptional(),
  recoveryHashes: z.set(z.string()).default(new Set()),
});
const Membership = z.object({ companyId: CompanyId, role: Role });
const Device = z.object({ deviceHash: z.string(), lastUsedAt: Instant });
const Reset = z.object({ tokenHash: z.string(), mailId: z.string(), expiresAt: Instant, sentAt: Instant.nullable() });

export type PersonFile = z.infer<typeof Way> & {
  readonly memberships: readonly z.infer<typeof Membership>[];
  readonly sessions: readonly SessionPointer[];
  readonly devices: readonly z.infer<typeof Device>[];
  readonly reset: z.infer<typeof Reset> | null;
};

/** Memberships, sessions and devices of one person are all bounded, far below this. */
const ITEMS_MAX = 500;
const DEVICE_PREFIX = "DEVICE#";
const DEVICE_DAYS = 365;
const RESET = "RESET";

const partition = (personId: PersonId): string => `SYSTEM#PERSON#${personId}`;
export const personKey = (personId: PersonId) => ({ pk: partition(personId), sk: "PERSON" });
export const loginKey = (emailHash: string) => ({ pk: `SYSTEM#LOGIN#${emailHash}`, sk: "LOGIN" });

export const personFiles = (db: Db) => ({
  async get(personId: PersonId): Promise<PersonFile | null> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(personId) },
      ConsistentRead: true,
      Limit: ITEMS_MAX,
    });
    return fileOf(items);
  },
  /** Who logs in with an e-mail; an id nobody has when nobody does, so that what follows reads as much. */
  async idOf(emailHash: string): Promise<PersonId> {
    const found = await db.get({ Key: loginKey(emailHash), ConsistentRead: true });
    return found ? PersonId.parse(found["personId"]) : NOBODY;
  },
});

/** An id no maker of ids gives: its time is 1970. */
export const NOBODY = PersonId.parse("per_00000000000000000000000000");

function fileOf(items: readonly Item[]): PersonFile | null {
  const person = items.find((item) => item["sk"] === "PERSON");
  if (!person) return null;
  const under = (prefix: string) => items.filter((item) => String(item["sk"]).startsWith(prefix));
  const reset = items.find((item) => item["sk"] === RESET);
  return {
    ...Way.parse(person),
    memberships: under("MEMBER#").map((item) => Membership.parse(item)),
    sessions: under(SESSION_POINTER_PREFIX).map((item) => SessionPointer.parse(item)),
    devices: under(DEVICE_PREFIX).map((item) => Device.parse(item)),
    reset: reset ? Reset.parse(reset) : null,
  };
}

/** Attributes to set (undefined = none), to remove, and what must hold; every condition is on the item as it was read. */
type Change = {
  readonly personId: PersonId;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly add?: Readonly<Record<string, number>>;
  readonly spentRecoveryHash?: string;
  readonly when: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
};

/** One update of the person's item, conditioned. */
export function personChange({ personId, set = {}, remove = [], add = {}, spentRecoveryHash, when, values = {} }: Change): Action {
  const parts = [
    clause(
      "SET",
      Object.keys(set).map((name) => `${name} = :set_${name}`),
    ),
    clause("REMOVE", remove),
    clause(
      "ADD",
      Object.keys(add).map((name) => `${name} :add_${name}`),
    ),
    clause("DELETE", spentRecoveryHash === undefined ? [] : ["recoveryHashes :spent"]),
  ];
  const spent = spentRecoveryHash === undefined ? [] : ["contains(recoveryHashes, :spentHash)"];
  return {
    Update: {
      TableName: TABLE,
      Key: personKey(personId),
      UpdateExpression: parts.filter((part) => part !== "").join(" "),
      ConditionExpression: ["attribute_exists(pk)", ...when, ...spent].join(" and "),
      ExpressionAttributeValues: {
        ...prefixed(":set_", set),
        ...prefixed(":add_", add),
        ...values,
        ...(spentRecoveryHash !== undefined && { ":spent": new Set([spentRecoveryHash]), ":spentHash": spentRecoveryHash }),
      },
    },
  };
}

const clause = (word: string, parts: readonly string[]): string => (parts.length === 0 ? "" : `${word} ${parts.join(", ")}`);
const prefixed = (prefix: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value]));

/** The condition that nobody changed the credentials since they were read. */
export const sameCredentials = ({ credentialVersion }: Pick<PersonFile, "credentialVersion">) =>
  credentialVersion === 0
    ? { when: ["(attribute_not_exists(credentialVersion) or credentialVersion = :version)"], values: { ":version": 0 } }
    : { when: ["credentialVersion = :version"], values: { ":version": credentialVersion } };

/** The condition that nobody opened a session since they were listed. */
export const sameSessions = ({ sessionsOpened }: Pick<PersonFile, "sessionsOpened">) =>
  sessionsOpened === 0
    ? { when: ["(attribute_not_exists(sessionsOpened) or sessionsOpened = :opened)"], values: { ":opened": 0 } }
    : { when: ["sessionsOpened = :opened"], values: { ":opened": sessionsOpened } };

/** Goes with a person's joining of another company: whoever forgets the account conditions on it, so that no company is joined by nobody. */
export const joinedAction = (personId: PersonId): Action => personChange({ personId, add: { joins: 1 }, when: [] });

/** Remembers a device, or that it was used again. */
export const deviceAction = (personId: PersonId, deviceHash: string, at: Instant): Action => ({
  Put: {
    TableName: TABLE,
    Item: {
      ...{ pk: partition(personId), sk: `${DEVICE_PREFIX}${deviceHash}`, deviceHash, lastUsedAt: at },
      ttl: Math.floor(Date.parse(at) / 1_000) + DEVICE_DAYS * 86_400,
    },
  },
});

export const forgottenDevice = (personId: PersonId, deviceHash: string): Action => ({
  Delete: { TableName: TABLE, Key: { pk: partition(personId), sk: `${DEVICE_PREFIX}${deviceHash}` } },
});

/** The one live reset token of a person: a new one takes the place of the last. */
export const resetAction = (personId: PersonId, reset: z.infer<typeof Reset>): Action => ({
  Put: {
    TableName: TABLE,
    Item: { pk: partition(personId), sk: RESET, ...reset, ttl: Math.floor(Date.parse(reset.expiresAt) / 1_000) },
  },
});

/** Notes that the mail with this token left; nothing when a newer one took its place. */
export const resetSent = (personId: PersonId, tokenHash: string, at: Instant) => ({
  Key: { pk: partition(personId), sk: RESET },
  UpdateExpression: "SET sentAt = :at",
  ConditionExpression: "tokenHash = :hash",
  ExpressionAttributeValues: { ":at": at, ":hash": tokenHash },
});

/** Uses a reset token up, once. */
export const spentReset = (personId: PersonId, tokenHash: string): Action => ({
  Delete: {
    TableName: TABLE,
    Key: { pk: partition(personId), sk: RESET },
    ConditionExpression: "tokenHash = :hash",
    ExpressionAttributeValues: { ":hash": tokenHash },
  },
});
