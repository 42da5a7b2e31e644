import { routesNeeding } from "#runtime/route";
import { TvaInput } from "#tax/tva/input";
import { TvaResult } from "#tax/tva/result";

export const tvaRoute = routesNeeding()({
  method: "POST",
  path: "/analyze/tva",
  may: "tax:read",
  summary: "The VAT return 3310-CA3 of a month or a quarter computed from the operations given; nothing is stored",
  body: TvaInput,
  returns: TvaResult,
  refuses: ["tax.no_parameters", "tax.parameter_unknown"],
  handle: async ({ body }) => (await import("#tax/tva/compute")).computeTva(body),
});
