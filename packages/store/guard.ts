import type { CompanyId } from "#domain/ids";

/** Which partitions a handle may touch. Every partition key of the table and its indexes starts with one of these words. */
export type Scope = { readonly name: string; readonly prefixes: readonly string[] };

/** One company's partitions and nothing else. */
export const companyScope = (companyId: CompanyId): Scope => ({ name: companyId, prefixes: [`COMPANY#${companyId}#`] });

/** The system partitions of docs/table.md: logins, people, slugs, provider users, schedules. */
export const SYSTEM_SCOPE: Scope = { name: "system", prefixes: ["SYSTEM#"] };

/** What is counted of all companies' calls to a provider together. */
export const LIMITS_SCOPE: Scope = { name: "limits", prefixes: ["SYSTEM#LIMITS#"] };

/** A sign-up writes a person and a company in one transaction: both scopes, for that one company. */
export const joined = (...scopes: readonly Scope[]): Scope => ({
  name: scopes.map(({ name }) => name).join("+"),
  prefixes: scopes.flatMap(({ prefixes }) => prefixes),
});

/** A command reached for a partition outside its scope: our bug, never the caller's input, so it is not a refusal. */
class ForeignPartition extends Error {
  override readonly name = "ForeignPartition";
}

/** Throws ForeignPartition unless every leading key lies inside the scope. An empty list fails too: nothing checked is nothing allowed. */
export function assertInside(scope: Scope, leadingKeys: readonly unknown[]): void {
  const inside = (key: unknown) => typeof key === "string" && scope.prefixes.some((prefix) => key.startsWith(prefix));
  if (leadingKeys.length === 0 || !leadingKeys.every(inside)) throw new ForeignPartition(`a command left the scope ${scope.name}`);
}
