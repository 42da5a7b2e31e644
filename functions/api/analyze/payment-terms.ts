import { routesNeeding } from "#runtime/route";
import { PaymentDue, PaymentTerms } from "#tax/late-payment/payment-terms";

export const paymentTermsRoute = routesNeeding()({
  method: "POST",
  path: "/analyze/payment-terms",
  may: "tax:read",
  summary: "When an invoice between businesses falls due, and whether the term agreed keeps within the law; nothing is stored",
  body: PaymentTerms,
  returns: PaymentDue,
  refuses: ["tax.no_parameters", "tax.parameter_unknown"],
  handle: async ({ body }) => (await import("#tax/late-payment/due-on")).paymentDueOn(body),
});
