import type * as z from "zod";
import { instantOf, parisDate } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { firstYears } from "#domain/ledger/fiscal-year";
import { type Company, slugOf } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import { personDoing } from "#runtime/actor";
import { emailHash, hashPassword } from "#runtime/passwords";
import type { Db } from "#store/db";
import { newCompanyActions } from "#store/new-company";
import { commit } from "#store/outbox";
import { newPersonActions } from "#store/people";
import type { Registration } from "./shapes.ts";

type Tools = {
  readonly directory: (companyId?: CompanyId) => Db;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
  /** Empty when nobody called from anywhere. */
  readonly sourceIp?: string;
  readonly hash?: typeof hashPassword;
};

/**
 * Creates person, company, owner and fiscal years (from the one holding 1 January of last year, so that last year's bank
 * rows can be booked) in one transaction. Refuses a taken e-mail or slug.
 */
export async function register(
  input: z.output<typeof Registration>,
  { directory, now, newId, requestId, sourceIp = "", hash = hashPassword }: Tools,
) {
  const at = now();
  const personId = newId("person");
  const company: Company = {
    id: newId("company"),
    slug: input.company.slug ?? slugOf(input.company.name),
    name: input.company.name,
    siren: input.company.siren ?? null,
    closesOn: input.company.closesOn,
    ownerId: personId,
    version: 1,
  };
  const person = { personId, email: input.email.trim().toLowerCase(), name: input.name, passwordHash: await hash(input.password) };
  const actions = [
    ...newPersonActions({ ...person, emailHash: emailHash(input.email), companyId: company.id, createdAt: instantOf(at) }),
    ...newCompanyActions(company, firstYears(company.closesOn, parisDate(at), newId)),
  ];
  const event = {
    id: newId("event"),
    type: "company.created",
    at: instantOf(at),
    doer: personDoing(personId, { sourceIp }),
    requestId,
    objects: [{ id: company.id, version: 1 }],
  } as const;
  const outcome = await commit(directory(company.id), company.id, actions, event);
  if (outcome.done) return { person, company };
  throw new Refusal(outcome.failed[0] === 0 ? "auth.email_taken" : "company.slug_taken");
}
