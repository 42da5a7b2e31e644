import { inflateRawSync } from "node:zlib";
import * as z from "zod";
import { CompanyId, type PersonId } from "#domain/ids";
import { Erasure } from "#domain/people/erasure";
import { type Action, type Db, type Item, type Key, TRANSACTION_ACTIONS_MAX } from "./db.ts";
import { TABLE } from "./entity.ts";
import { allOf, wholePartition } from "./pages.ts";
import { loginKey, personKey } from "./person-files.ts";
import { endedActions, SESSION_POINTER_PREFIX, sessions } from "./sessions.ts";

/**
 * Access patterns, all for an erasure alone: everything under a person · the record of an erasure · stored answers that name somebody.
 * Needs the scope of the company and the system's. docs/table.md.
 */
const Named = z.object({ email: z.string(), name: z.string(), joins: z.int().default(0) });

const erasureKey = (companyId: CompanyId, personId: PersonId) => ({ pk: `COMPANY#${companyId}#PRIVACY`, sk: `ERASURE#${personId}` });
const MEMBERSHIP = "MEMBER#";
/** Two actions a session. */
const SESSIONS_AT_ONCE = TRANSACTION_ACTIONS_MAX / 2;

/** What stands under a person, seen from one company. */
type UnderPerson = {
  readonly email: string | null;
  readonly name: string | null;
  /** How often the person joined a company, as it was before the others were counted. */
  readonly joins: number;
  readonly otherCompanies: number;
  /** All but the person's own item and the memberships. */
  readonly lesserKeys: readonly Key[];
  /** Those of them that lead to a session in this company. */
  readonly pointers: readonly Key[];
};

export const personTraces = (db: Db, companyId: CompanyId, personId: PersonId) => ({
  async record(): Promise<Erasure | null> {
    const found = await db.get({ Key: erasureKey(companyId, personId), ConsistentRead: true });
    return found ? Erasure.parse(found) : null;
  },
  async underPerson(): Promise<UnderPerson> {
    const person = await db.get({ Key: personKey(personId), ConsistentRead: true });
    const items = await allOf(db, wholePartition(personKey(personId).pk));
    const others = items.filter(({ sk }) => String(sk).startsWith(MEMBERSHIP) && sk !== `${MEMBERSHIP}${companyId}`);
    const { email = null, name = null, joins = 0 } = Named.safeParse(person).data ?? {};
    const lesser = items.filter(({ sk }) => sk !== "PERSON" && !String(sk).startsWith(MEMBERSHIP));
    return {
      email,
      name,
      joins,
      otherCompanies: others.length,
      lesserKeys: lesser.map(keyIn),
      pointers: lesser.filter(leadsTo(companyId)).map(keyIn),
    };
  },
  /** Ends the person's sessions in this company, and what leads to them. Gives their number. */
  async endSessions(): Promise<number> {
    const open = await sessions(db, companyId).ofPerson(personId);
    for (let at = 0; at < open.length; at += SESSIONS_AT_ONCE)
      await db.transact(open.slice(at, at + SESSIONS_AT_ONCE).flatMap(({ id }) => endedActions(personId, { companyId, sessionId: id })));
    return open.length;
  },
  /** Removes the stored answers that hold one of these texts: a request sent again is then answered anew. */
  async forgetAnswers(texts: readonly string[]): Promise<void> {
    const answers = await allOf(db, wholePartition(`COMPANY#${companyId}#IDEMPOTENCY`));
    const naming = answers.filter((item) => texts.some((text) => answerText(item).includes(text)));
    await this.remove(naming.map(keyIn));
  },
  async remove(keys: readonly Key[]): Promise<void> {
    for (const key of keys) await db.delete({ Key: { ...key } });
  },
});

const leadsTo = (companyId: CompanyId) => (item: Item) =>
  String(item["sk"]).startsWith(SESSION_POINTER_PREFIX) && CompanyId.safeParse(item["companyId"]).data === companyId;

const keyIn = (item: Item): Key => ({ pk: String(item["pk"]), sk: String(item["sk"]) });

const StoredAnswer = z.object({ answer: z.object({ body: z.instanceof(Uint8Array).nullable(), deflated: z.boolean() }) });

function answerText(item: Item): string {
  const { body, deflated } = StoredAnswer.safeParse(item).data?.answer ?? { body: null, deflated: false };
  if (body === null) return "";
  return (deflated ? inflateRawSync(body) : Buffer.from(body)).toString("utf8");
}

/** The person's own item, if they joined no company since that was read, and what leads from the e-mail to it. */
export const forgettingActions = (personId: PersonId, emailHash: string | null, joins: number): Action[] => [
  {
    Delete: {
      TableName: TABLE,
      Key: personKey(personId),
      ...(joins === 0
        ? { ConditionExpression: "attribute_not_exists(joins)" }
        : { ConditionExpression: "joins = :joins", ExpressionAttributeValues: { ":joins": joins } }),
    },
  },
  ...(emailHash === null ? [] : [{ Delete: { TableName: TABLE, Key: loginKey(emailHash) } }]),
];

/** The record of an erasure, in place of that of an earlier one: who came back is erased again. */
export const recordAction = (companyId: CompanyId, erasure: Erasure): Action => ({
  Put: { TableName: TABLE, Item: { ...erasureKey(companyId, erasure.personId), ...erasure } },
});
