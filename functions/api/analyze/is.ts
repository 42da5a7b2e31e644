import { routesNeeding } from "#runtime/route";
import { IsInput } from "#tax/is/input";
import { IsResult } from "#tax/is/result";

export const isRoute = routesNeeding()({
  method: "POST",
  path: "/analyze/is",
  may: "tax:read",
  summary:
    "Corporate tax of a year from figures that are told: every intermediate figure by its name, the work and the law; nothing is kept",
  body: IsInput,
  returns: IsResult,
  refuses: ["tax.no_parameters", "tax.parameter_unknown"],
  handle: async ({ body }) => (await import("#tax/is/compute")).computeIs(body),
});
