import type { CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Actor } from "#runtime/actor";

/** A company is seen from inside: another one's id is unknown here, even to somebody who belongs to both. */
export function assertOwn(companyId: CompanyId, actor: Actor): void {
  if (companyId !== actor.companyId) throw new Refusal("company.not_found");
}
