import type { Invitation, Member } from "#store/members";
import type { Person } from "#store/people";
import type { UserView } from "./shapes.ts";

/** A member as the company sees them; somebody erased since has no name any more. */
export const memberView = ({ personId, role, joinedAt, version }: Member, person: Person | undefined): UserView => ({
  id: personId,
  status: "active",
  email: person?.email ?? null,
  name: person?.name ?? null,
  role,
  joinedAt,
  invitedAt: null,
  expiresAt: null,
  mailedAt: null,
  version,
});

export const invitationView = ({ id, email, role, createdAt, expiresAt, mailedAt, version }: Invitation): UserView => ({
  id,
  status: "invited",
  email,
  name: null,
  role,
  joinedAt: null,
  invitedAt: createdAt,
  expiresAt,
  mailedAt,
  version,
});
