import { resource } from "#runtime/resource";
import { appropriationRoute } from "./appropriation.ts";
import { chartRoutes } from "./chart.ts";
import { entryRoutes } from "./entries.ts";
import { generalLedgerRoute } from "./general-ledger.ts";
import { integrityRoute } from "./integrity.ts";
import { letteringRoutes } from "./lettering.ts";
import { balanceRoute } from "./trial-balance.ts";
import { validateRoute } from "./validate.ts";
import { yearRoutes } from "./years.ts";

export const ledgerApi = resource(
  "ledger",
  [
    ...yearRoutes,
    appropriationRoute,
    ...chartRoutes,
    ...entryRoutes,
    validateRoute,
    balanceRoute,
    generalLedgerRoute,
    ...letteringRoutes,
    integrityRoute,
  ],
  { memoryMb: 1_024 },
);
