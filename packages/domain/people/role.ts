import * as z from "zod";

/** What a member is in a company. What each may do: `packages/runtime/permissions.ts`. */
export const Role = z.enum(["owner", "admin", "accountant", "member", "employee", "viewer"]);
export type Role = z.infer<typeof Role>;

/**
 * Whether somebody of a role may give another one, or change and remove who has it: an owner all of them, an admin all but the
 * owner's, so that ownership only ever comes from an owner. The others run nobody's membership.
 */
export const mayGrant = (own: Role, given: Role): boolean => own === "owner" || (own === "admin" && given !== "owner");
