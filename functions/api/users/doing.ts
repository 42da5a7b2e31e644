import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf, type PersonActor } from "#runtime/actor";
import type { Db, Outcome } from "#store/db";
import type { BusinessEvent } from "#store/outbox";

/** What changing who belongs to a company takes. */
export type Doing = {
  readonly actor: PersonActor;
  readonly directory: (companyId?: CompanyId) => Db;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
};

type EventFacts = Pick<BusinessEvent, "id" | "at" | "doer" | "requestId">;

export const eventFacts = ({ actor, now, newId, requestId }: Doing): EventFacts => ({
  id: newId("event"),
  at: instantOf(now()),
  doer: doerOf(actor),
  requestId,
});

const ATTEMPTS_MAX = 20;

/** Reads, decides and writes again while somebody else changed the roster in between; what was decided over an old one is never written. */
export async function overFreshRoster<Result>(
  attempt: () => Promise<{ readonly outcome: Outcome; readonly result: Result }>,
): Promise<Result> {
  for (let tried = 0; tried < ATTEMPTS_MAX; tried += 1) {
    const { outcome, result } = await attempt();
    if (outcome.done) return result;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** An event's instant, which the items of its transaction carry too. */
export const instantNow = ({ now }: Pick<Doing, "now">): Instant => instantOf(now());
