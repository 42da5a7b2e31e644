import type { Role } from "#domain/people/role";
import { Refusal } from "#domain/refusals";

/** Who may do what. A permission is `resource:action`; a role is a set of them. Deny by default. docs/permissions.md is this table. */
export const PERMISSIONS = [
  "company:read",
  "company:write",
  "accounts:read",
  "accounts:write",
  "rates:write",
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
  "tax:read",
  "tax:write",
  "alerts:read",
  "alerts:write",
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
  "tax:read",
  "alerts:read",
];
const DAILY: readonly Permission[] = [
  ...READS,
  "accounts:write",
  "rates:write",
  "transactions:write",
  "uploads:write",
  "sync:run",
  "webhooks:read",
  "users:read",
  "alerts:write",
];
const BOOKKEEPING: readonly Permission[] = [
  ...READS,
  "transactions:write",
  "rates:write",
  "books:write",
  "exports:write",
  "uploads:write",
  "sync:run",
  "users:read",
  "audit:read",
  "changes:read",
  "tax:write",
  "alerts:write",
];

/** An admin holds every permission; what sets an owner apart is ownership itself (`mayGrant`). An employee's own things have no routes yet. */
export const ROLES = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  accountant: BOOKKEEPING,
  member: DAILY,
  employee: [],
  viewer: READS,
} as const satisfies Record<Role, readonly Permission[]>;

/** Whether a role holds a permission. */
export const allows = (role: Role, permission: Permission): boolean => new Set<Permission>(ROLES[role]).has(permission);

/** Refuses to hand on what one does not hold. */
export function assertHolds(role: Role, permissions: readonly Permission[]): void {
  if (!permissions.every((permission) => allows(role, permission))) throw new Refusal("key.scope_not_held");
}

/** What a program never does: decide who gets in, erase people, change what the company is. */
const PERSONS_ONLY: ReadonlySet<Permission> = new Set(["users:write", "keys:write", "privacy:write", "company:write"]);

/** The permissions an API key may be given. */
export const SCOPES: readonly Permission[] = PERMISSIONS.filter((permission) => !PERSONS_ONLY.has(permission));
