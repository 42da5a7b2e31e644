import type { ApiKeyId, CompanyId, PersonId, SessionId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import { Refusal } from "#domain/refusals";
import type { Doer } from "#store/outbox";
import { networkOf } from "./network.ts";
import { allows, type Permission } from "./permissions.ts";
import type { HttpRequest } from "./request.ts";

/** A person in a live session of one company. `id` is the person's. */
export type PersonActor = {
  readonly kind: "person";
  readonly id: PersonId;
  readonly personId: PersonId;
  readonly companyId: CompanyId;
  readonly role: Role;
  readonly sessionId: SessionId;
  /** Network the call came from (`networkOf`), for the audit trail. */
  readonly network: string;
};

/** A program that holds one of the company's API keys. It is nobody's session and has no role, only what the key was given. */
export type KeyActor = {
  readonly kind: "key";
  readonly id: ApiKeyId;
  readonly companyId: CompanyId;
  readonly permissions: readonly Permission[];
  readonly network: string;
};

/** Who is calling, for which company: taken from a verified token and the live session or key, never from input. */
export type Actor = PersonActor | KeyActor;

/** The actor as business events name them. */
export const doerOf = ({ kind, id, network }: Actor): Doer => ({ kind, id, network });

/** A person as business events name them who is only just getting in, or known by the request alone. */
export const personDoing = (id: PersonId, { sourceIp }: Pick<HttpRequest, "sourceIp">): Doer => ({
  kind: "person",
  id,
  network: networkOf(sourceIp),
});

/** Whether the actor holds a permission beside the one the route asked for. */
export const mayDo = (actor: Actor, permission: Permission): boolean =>
  actor.kind === "key" ? actor.permissions.includes(permission) : allows(actor.role, permission);

/** The person who is calling. Refuses a program: some things a person answers for, whatever a key may do. */
export function personIn(actor: Actor): PersonActor {
  if (actor.kind !== "person") throw new Refusal("auth.person_only");
  return actor;
}
