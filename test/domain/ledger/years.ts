import { createHash } from "node:crypto";
import { businessDate } from "#domain/dates";
import { CompanyId, FiscalYearId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";

export const COMPANY = CompanyId.parse("cmp_01JZZZZZZZZZZZZZZZZZZZZZZZ");

export const yearOf = (year: number): FiscalYear => ({
  id: FiscalYearId.parse(`fy_01JZZZZZZZZZZZZZZZZZZZ${year}`),
  startsOn: businessDate(`${year}-01-01`),
  endsOn: businessDate(`${year}-12-31`),
  status: "open",
});

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
