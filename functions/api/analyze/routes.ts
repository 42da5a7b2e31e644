import { resource } from "#runtime/resource";
import { calendarRoute } from "./calendar.ts";
import { identifiersRoute } from "./identifiers.ts";
import { isRoute } from "./is.ts";
import { latePaymentRoute } from "./late-payment.ts";
import { ownCalendarRoute } from "./own-calendar.ts";
import { ownIsRoute } from "./own-is.ts";
import { ownTvaRoute } from "./own-tva.ts";
import { paymentTermsRoute } from "./payment-terms.ts";
import { tvaRoute } from "./tva.ts";

export const analyzeApi = resource("analyze", [
  isRoute,
  ownIsRoute,
  tvaRoute,
  ownTvaRoute,
  calendarRoute,
  ownCalendarRoute,
  latePaymentRoute,
  paymentTermsRoute,
  identifiersRoute,
]);
