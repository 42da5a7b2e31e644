import * as z from "zod";
import { routesNeeding } from "#runtime/route";
import { Identified } from "#tax/identifiers/identified";
import { identify } from "#tax/identifiers/identify";

const VALUE_MAX = 64;

export const identifiersRoute = routesNeeding()({
  method: "GET",
  path: "/analyze/identifiers",
  may: "tax:read",
  summary: "What an identifier is, and whether its check digits hold; nothing is asked of any register",
  query: z.strictObject({ value: z.string().min(1).max(VALUE_MAX) }),
  returns: Identified,
  handle: async ({ query }) => identify(query.value),
});
