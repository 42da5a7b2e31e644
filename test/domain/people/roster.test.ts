import { describe, expect, it } from "vitest";
import { PersonId } from "#domain/ids";
import { mayGrant, Role } from "#domain/people/role";
import { assertMayManage, assertOwnerRemains, successorOf } from "#domain/people/roster";

const person = (letter: string) => PersonId.parse(`per_01M895000000000000000000${letter}${letter}`);
const member = (letter: string, role: Role, joinedAt: string) => ({ personId: person(letter), role, joinedAt });
const [A, B, C] = [member("A", "owner", "2026-01-02"), member("B", "owner", "2026-01-01"), member("C", "admin", "2025-01-01")];

describe("who gives which role", () => {
  it("is an owner any, an admin all but the owner's, nobody else any", () => {
    const given = (own: Role) => Role.options.filter((role) => mayGrant(own, role));
    expect(given("owner")).toEqual(Role.options);
    expect(given("admin")).toEqual(["admin", "accountant", "member", "employee", "viewer"]);
    for (const own of ["accountant", "member", "employee", "viewer"] as const) expect(given(own), own).toEqual([]);
  });

  it("must be allowed the old role and the new one", () => {
    expect(() => assertMayManage("admin", "viewer", "owner")).toThrow("user.role_too_high");
    expect(() => assertMayManage("admin", "owner", "viewer")).toThrow("user.role_too_high");
    expect(() => assertMayManage("admin", "admin", "viewer")).not.toThrow();
  });
});

describe("an owner", () => {
  it("remains: the last one neither goes nor becomes something else", () => {
    for (const next of [null, "admin", "viewer"] as const)
      expect(() => assertOwnerRemains([A, C], A.personId, next)).toThrow("user.last_owner");
    expect(() => assertOwnerRemains([A, C], A.personId, "owner")).not.toThrow();
    expect(() => assertOwnerRemains([A, B, C], A.personId, null)).not.toThrow();
    expect(() => assertOwnerRemains([A, C], C.personId, null)).not.toThrow();
  });

  it("is followed by the owner who joined first", () => {
    expect(successorOf([C, A, B], C.personId)).toBe(B.personId);
    expect(successorOf([C, A, B], B.personId)).toBe(A.personId);
    expect(successorOf([C, A], A.personId)).toBeNull();
  });
});
