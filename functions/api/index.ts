import type { ApiFunction } from "#runtime/functions";
import { accountsApi } from "./accounts/routes.ts";
import { alertsApi } from "./alerts/routes.ts";
import { analyzeApi } from "./analyze/routes.ts";
import { auditApi } from "./audit/routes.ts";
import { authApi } from "./auth/routes.ts";
import { categoriesApi } from "./categories/routes.ts";
import { changesApi } from "./changes/routes.ts";
import { companiesApi } from "./companies/routes.ts";
import { connectionsApi } from "./connections/routes.ts";
import { docsApi } from "./docs/routes.ts";
import { exchangeRatesApi } from "./exchange-rates/routes.ts";
import { exportsApi } from "./exports/routes.ts";
import { fallbackApi } from "./fallback/routes.ts";
import { fecApi } from "./fec/routes.ts";
import { healthApi } from "./health/routes.ts";
import { investmentsApi } from "./investments/routes.ts";
import { jobsApi } from "./jobs/routes.ts";
import { jwksApi } from "./jwks/routes.ts";
import { keysApi } from "./keys/routes.ts";
import { ledgerApi } from "./ledger/routes.ts";
import { privacyApi } from "./privacy/routes.ts";
import { shareApi } from "./share/routes.ts";
import { syncApi } from "./sync/routes.ts";
import { transactionsApi } from "./transactions/routes.ts";
import { transfersApi } from "./transfers/routes.ts";
import { trialBalancesApi } from "./trial-balances/routes.ts";
import { uploadsApi } from "./uploads/routes.ts";
import { usersApi } from "./users/routes.ts";
import { webhooksApi } from "./webhooks/routes.ts";

/** The table of contents of the API: one function a resource. */
export const RESOURCES: readonly ApiFunction[] = [
  healthApi,
  docsApi,
  authApi,
  usersApi,
  companiesApi,
  keysApi,
  jwksApi,
  accountsApi,
  exchangeRatesApi,
  transactionsApi,
  transfersApi,
  categoriesApi,
  connectionsApi,
  syncApi,
  investmentsApi,
  webhooksApi,
  ledgerApi,
  fecApi,
  analyzeApi,
  alertsApi,
  trialBalancesApi,
  exportsApi,
  shareApi,
  uploadsApi,
  jobsApi,
  auditApi,
  changesApi,
  privacyApi,
  fallbackApi,
];
