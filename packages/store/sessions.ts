import { Entity } from "electrodb";
import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, CompanyId as CompanyIdSchema, PersonId, type SessionId, SessionId as SessionIdSchema } from "#domain/ids";
import { Role } from "#domain/people/role";
import type { Action, Db } from "./db.ts";
import { companyKey, lazily, putAction, sortKey, TABLE } from "./entity.ts";

/**
 * Access patterns: live session by company and id, strongly consistent, once a request (1 RRU) · sessions of a person: pointers in the
 * person's partition. A session and its pointer come and go together; what only one of them says does not count. The role stands in the session,
 * so that one read tells it; whoever changes a member's role changes it in all his sessions, and opening one takes an entitlement. docs/table.md.
 */
const entity = lazily(() => new Entity(schema, { table: TABLE }));

const text = { type: "string", required: true } as const;
const schema = {
  model: { entity: "session", version: "2", service: "numma" },
  attributes: {
    companyId: text,
    id: text,
    personId: text,
    role: text,
    createdAt: text,
    expiresAt: text,
    remembered: { type: "boolean" },
    agent: { type: "string" },
    lastUsedAt: { type: "string" },
    idleEndsAt: { type: "string" },
    refresh: { type: "any" },
    ttl: { type: "number", required: true },
  },
  indexes: { byId: { pk: companyKey("SESSIONS"), sk: sortKey(["id"], "${id}") } },
} as const;

/** What is known of a session's refresh token: hashes, and the salt its successor is derived with. Never a token. */
const Refresh = z.object({
  familyHash: z.string(),
  turnHash: z.string(),
  previousHash: z.string().nullable(),
  /** Base64url; with the previous token, and only with it, it gives the present one again. */
  salt: z.string().nullable(),
  rotatedAt: Instant,
  agentHash: z.string(),
});

export const Session = z.object({
  companyId: CompanyIdSchema,
  id: SessionIdSchema,
  personId: PersonId,
  role: Role,
  createdAt: Instant,
  /** The end, whatever happens. */
  expiresAt: Instant,
  remembered: z.boolean().default(false),
  /** Family of browser and system, for the person to recognise. */
  agent: z.string().default(""),
  /** When it was opened or last refreshed. */
  lastUsedAt: Instant.exactOptional(),
  /** The end unless it is refreshed before. Absent: it cannot be refreshed, and lives to its end. */
  idleEndsAt: Instant.exactOptional(),
  refresh: Refresh.exactOptional(),
});
export type Session = z.infer<typeof Session>;
export type RefreshState = z.infer<typeof Refresh>;

/** What leads from a person to one of their sessions. */
export const SessionPointer = z.object({ companyId: CompanyIdSchema, sessionId: SessionIdSchema, expiresAt: Instant });
export type SessionPointer = z.infer<typeof SessionPointer>;

export const SESSION_POINTER_PREFIX = "SESSION#";
const pointerKey = (personId: PersonId, id: SessionId) => ({ pk: `SYSTEM#PERSON#${personId}`, sk: `${SESSION_POINTER_PREFIX}${id}` });
const keyOf = (companyId: CompanyId, id: SessionId) => ({ pk: `COMPANY#${companyId}#SESSIONS`, sk: id });
const ttlOf = (expiresAt: Instant): number => Math.floor(Date.parse(expiresAt) / 1_000);

export const sessions = (db: Db, companyId: CompanyId) => ({
  /** The session, unless it ended: an expired item may still be there until the table sweeps it. */
  async live(id: SessionId, now: Date): Promise<Session | null> {
    const found = await db.get(entity().get({ companyId, id }).params({ consistent: true }));
    const session = found ? Session.parse(found) : null;
    return session && session.expiresAt > now.toISOString() ? session : null;
  },
  /** Opens a session that cannot be refreshed. Needs the system scope too. */
  async open(session: z.input<typeof Session>): Promise<void> {
    await db.transact(openedActions(Session.parse(session)));
  },
  /** Moves the refresh token on, if it is still the one that was read. */
  async rotate(session: Session, from: string, refresh: RefreshState, idleEndsAt: Instant): Promise<boolean> {
    const outcome = await db.update({
      Key: keyOf(companyId, session.id),
      UpdateExpression: "SET refresh = :refresh, idleEndsAt = :idleEndsAt, lastUsedAt = :at",
      ConditionExpression: "refresh.turnHash = :from",
      ExpressionAttributeValues: { ":refresh": refresh, ":idleEndsAt": idleEndsAt, ":at": refresh.rotatedAt, ":from": from },
    });
    return outcome.done;
  },
  /** Every session a person has in this company, ended ones that are not swept yet among them. Needs the system scope too. */
  async ofPerson(personId: PersonId): Promise<readonly Session[]> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and begins_with(sk, :prefix)",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `SYSTEM#PERSON#${personId}`, ":prefix": SESSION_POINTER_PREFIX },
      ConsistentRead: true,
    });
    const own = items.map((item) => SessionPointer.parse(item)).filter((pointer) => pointer.companyId === companyId);
    return (await db.batchGet(own.map(({ sessionId }) => keyOf(companyId, sessionId)))).map((item) => Session.parse(item));
  },
  /** Those of these sessions that have not ended. */
  async liveAmong(ids: readonly SessionId[], now: Date): Promise<readonly Session[]> {
    const items = await db.batchGet(ids.map((id) => keyOf(companyId, id)));
    return items.map((item) => Session.parse(item)).filter((session) => isLive(session, now.toISOString()));
  },
});

/** Neither past its end nor left unused for too long. */
export const isLive = ({ expiresAt, idleEndsAt }: Session, now: Instant): boolean =>
  expiresAt > now && (idleEndsAt === undefined || idleEndsAt > now);

/** A session and its pointer. */
export function openedActions(session: Session): Action[] {
  const { companyId, id: sessionId, personId, expiresAt } = session;
  const ttl = ttlOf(expiresAt);
  const pointer = { ...pointerKey(personId, sessionId), companyId, sessionId, expiresAt, ttl };
  return [
    putAction(
      entity()
        .create({ ...session, ttl })
        .params(),
    ),
    { Put: { TableName: TABLE, Item: pointer } },
  ];
}

/** Ends a session: neither it nor its pointer is left. Ending it twice is no failure. */
export const endedActions = (personId: PersonId, { companyId, sessionId }: Omit<SessionPointer, "expiresAt">): Action[] => [
  { Delete: { TableName: TABLE, Key: keyOf(companyId, sessionId) } },
  { Delete: { TableName: TABLE, Key: pointerKey(personId, sessionId) } },
];

/** The session goes on in another role; it must still be there. */
export const sessionRoleAction = ({ companyId, id }: Session, role: Role): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    UpdateExpression: "SET #role = :role",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#role": "role" },
    ExpressionAttributeValues: { ":role": role },
  },
});

/** Ends a session alone: its pointer leads nowhere then, and is swept. For those who end many at once. */
export const endSessionAction = ({ companyId, id }: Session): Action => ({ Delete: { TableName: TABLE, Key: keyOf(companyId, id) } });

/** Ends a session that another takes the place of; fails when somebody ended it first. */
export const replacedActions = (personId: PersonId, { companyId, sessionId }: Omit<SessionPointer, "expiresAt">): Action[] => [
  { Delete: { TableName: TABLE, Key: keyOf(companyId, sessionId), ConditionExpression: "attribute_exists(pk)" } },
  { Delete: { TableName: TABLE, Key: pointerKey(personId, sessionId) } },
];
