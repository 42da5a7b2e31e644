import { routesNeeding } from "#runtime/route";
import { LateInvoice, LatePayment } from "#tax/late-payment/late-invoice";

export const latePaymentRoute = routesNeeding()({
  method: "POST",
  path: "/analyze/late-payment",
  may: "tax:read",
  summary: "Interest for late payment between businesses and the 40 €, half-year by half-year; nothing is stored",
  body: LateInvoice,
  returns: LatePayment,
  refuses: ["tax.no_parameters", "tax.parameter_unknown"],
  handle: async ({ body }) => (await import("#tax/late-payment/late-payment")).latePayment(body),
});
