import { resource } from "#runtime/resource";
import { identifiersRoute } from "./identifiers.ts";
import { isRoute } from "./is.ts";
import { latePaymentRoute } from "./late-payment.ts";
import { tvaRoute } from "./tva.ts";

export const analyzeApi = resource("analyze", [identifiersRoute, isRoute, latePaymentRoute, tvaRoute]);
