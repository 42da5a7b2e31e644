import * as z from "zod";

/** What a member is in a company. What each may do: `packages/runtime/permissions.ts`. */
export const Role = z.enum(["owner", "admin", "accountant", "member", "employee", "viewer"]);
export type Role = z.infer<typeof Role>;
