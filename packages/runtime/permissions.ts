import type { Role } from "#domain/people/role";

/** Who may do what. A permission is `resource:action`; a role is a set of them. Deny by default. */
export const PERMISSIONS = [
  "company:read",
  "company:write",
  "accounts:read",
  "accounts:write",
  "transactions:read",
  "transactions:write",
  "categories:read",
  "connections:read",
  "connections:write",
  "sync:run",
  "books:read",
  "books:write",
  "exports:read",
  "exports:write",
  "uploads:write",
  "webhooks:read",
  "users:read",
  "users:write",
  "keys:read",
  "keys:write",
  "audit:read",
  "changes:read",
  "privacy:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READS: readonly Permission[] = [
  "company:read",
  "accounts:read",
  "transactions:read",
  "categories:read",
  "connections:read",
  "books:read",
  "exports:read",
];
const DAILY: readonly Permission[] = [...READS, "accounts:write", "transactions:write", "uploads:write", "sync:run", "webhooks:read"];

export const ROLES = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  accountant: [...READS, "transactions:write", "books:write", "exports:write", "uploads:write", "sync:run"],
  member: DAILY,
  employee: [],
  viewer: READS,
} as const satisfies Record<Role, readonly Permission[]>;

/** Whether a role holds a permission. */
export const allows = (role: Role, permission: Permission): boolean => new Set<Permission>(ROLES[role]).has(permission);
