import type { CompanyId, PersonId, SessionId } from "#domain/ids";
import type { Role } from "#domain/people/role";

/** Who is calling, for which company, in which role: taken from a verified token and the live session, never from input. */
export type Actor = {
  readonly kind: "person";
  readonly personId: PersonId;
  readonly companyId: CompanyId;
  readonly role: Role;
  readonly sessionId: SessionId;
};
