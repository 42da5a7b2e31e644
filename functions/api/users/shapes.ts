import * as z from "zod";
import { Instant } from "#domain/dates";
import { CompanyId, InvitationId, PersonId } from "#domain/ids";
import { PASSWORD_LENGTH_MAX } from "#domain/people/password";
import { Role } from "#domain/people/role";
import { humanText } from "#domain/text";

/** A member, or somebody who was asked to become one. */
export const UserId = z.union([PersonId, InvitationId]);

export const UserView = z
  .object({
    id: UserId,
    status: z.enum(["invited", "active"]),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: Role,
    joinedAt: Instant.nullable(),
    invitedAt: Instant.nullable(),
    expiresAt: Instant.nullable(),
    /** When the mail of an invitation left; null until it has. */
    mailedAt: Instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "User", examples: [{ status: "active", name: "Camille Martin", invitedAt: null, expiresAt: null, mailedAt: null }] });
export type UserView = z.infer<typeof UserView>;

export const NewInvitation = z
  .strictObject({ email: z.email().max(254), role: Role })
  .meta({ examples: [{ email: "lea.bernard@atelier-horizon.fr", role: "accountant" }] });

export const RoleChange = z.strictObject({ role: Role }).meta({ examples: [{ role: "accountant" }] });

const token = z.string().min(1).max(200);

/** Whoever has no account yet; the others log in and join. */
export const Acceptance = z.strictObject({
  token,
  password: z.string().min(1).max(PASSWORD_LENGTH_MAX),
  name: humanText(120).min(1),
});

export const Joining = z.strictObject({ token });

export const Joined = z
  .object({
    person: z.object({ id: PersonId, name: z.string(), email: z.string() }),
    company: z.object({ id: CompanyId, slug: z.string(), name: z.string() }),
    role: Role,
  })
  .meta({ id: "Joined" });
