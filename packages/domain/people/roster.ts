import type { PersonId } from "../ids.ts";
import { Refusal } from "../refusals.ts";
import { mayGrant, type Role } from "./role.ts";

type Belonging = { readonly personId: PersonId; readonly role: Role; readonly joinedAt: string };

/** Refuses to touch somebody above oneself, or to give a role above one's own. Everybody may go, and step down. */
export function assertMayManage(own: Role, ...roles: readonly Role[]): void {
  if (!roles.every((role) => mayGrant(own, role))) throw new Refusal("user.role_too_high");
}

/** A company has an owner at all times: refuses that the last one goes or stops being one. */
export function assertOwnerRemains(members: readonly Belonging[], personId: PersonId, next: Role | null): void {
  if (next === "owner") return;
  const owners = members.filter(({ role }) => role === "owner");
  if (owners.length === 1 && owners[0]?.personId === personId) throw new Refusal("user.last_owner");
}

/** The owner who logs in by the company's name once this one is none any more: whoever joined first. */
export function successorOf(members: readonly Belonging[], personId: PersonId): PersonId | null {
  const others = members.filter((member) => member.role === "owner" && member.personId !== personId);
  return others.sort((left, right) => (left.joinedAt < right.joinedAt ? -1 : 1))[0]?.personId ?? null;
}
