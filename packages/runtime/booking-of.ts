import type { NewId } from "#domain/ids";
import type { Booking } from "#store/booking";
import type { Db } from "#store/db";
import { type Actor, doerOf } from "./actor.ts";
import type { HttpRequest } from "./request.ts";

type Call = { readonly table: Db; readonly actor: Actor; readonly request: HttpRequest; readonly now: () => Date; readonly newId: NewId };

/** Who books, as the store wants to know it. */
export const bookingOf = ({ table, actor, request, now, newId }: Call): Booking => ({
  ...{ table, companyId: actor.companyId, now, newId, requestId: request.requestId },
  doer: doerOf(actor),
});
