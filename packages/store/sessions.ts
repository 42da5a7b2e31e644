import { Entity } from "electrodb";
import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, CompanyId as CompanyIdSchema, PersonId, type SessionId, SessionId as SessionIdSchema } from "#domain/ids";
import { Role } from "#domain/people/role";
import type { Db } from "./db.ts";
import { companyKey, lazily, sortKey, TABLE } from "./entity.ts";

/** Access pattern: live session by company and id, strongly consistent, once a request (1 RRU). docs/table.md. */
const entity = lazily(() => new Entity(schema, { table: TABLE }));

const text = { type: "string", required: true } as const;
const schema = {
  model: { entity: "session", version: "1", service: "numma" },
  attributes: {
    companyId: text,
    id: text,
    personId: text,
    role: text,
    createdAt: text,
    expiresAt: text,
    ttl: { type: "number", required: true },
  },
  indexes: { byId: { pk: companyKey("SESSIONS"), sk: sortKey(["id"], "${id}") } },
} as const;

export const Session = z.object({
  companyId: CompanyIdSchema,
  id: SessionIdSchema,
  personId: PersonId,
  role: Role,
  createdAt: Instant,
  expiresAt: Instant,
});
export type Session = z.infer<typeof Session>;

export const sessions = (db: Db, companyId: CompanyId) => ({
  /** The session, unless it ended: an expired item may still be there until the table sweeps it. */
  async live(id: SessionId, now: Date): Promise<Session | null> {
    const found = await db.get(entity().get({ companyId, id }).params({ consistent: true }));
    const session = found ? Session.parse(found) : null;
    return session && session.expiresAt > now.toISOString() ? session : null;
  },
  async open(session: Session): Promise<void> {
    const ttl = Math.floor(Date.parse(session.expiresAt) / 1_000);
    await db.put(
      entity()
        .put({ ...session, ttl })
        .params(),
    );
  },
  async end(id: SessionId): Promise<void> {
    await db.delete(entity().delete({ companyId, id }).params());
  },
});
