import type { CompanyId, PersonId } from "#domain/ids";
import type { Company } from "#domain/people/company";
import type { Role } from "#domain/people/role";
import { companies } from "./companies.ts";
import type { Db } from "./db.ts";
import { people } from "./people.ts";

/** Companies a person may belong to. */
export const COMPANIES_MAX = 50;

/** The companies of a person with the role in each, in the order they were made: memberships, then every company at once. */
export async function ownCompanies(
  directory: (companyId?: CompanyId) => Db,
  personId: PersonId,
): Promise<readonly { readonly company: Company; readonly role: Role }[]> {
  const memberships = await people(directory()).memberships(personId);
  const found = await Promise.all(
    memberships
      .slice(0, COMPANIES_MAX)
      .map(async ({ companyId, role }) => ({ role, company: await companies(directory(companyId), companyId).find() })),
  );
  return found.flatMap(({ role, company }) => (company ? [{ role, company }] : []));
}
