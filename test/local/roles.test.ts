import { describe, expect, it } from "vitest";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { localRoles, principalOf } from "#infra/local/roles";

const ALL = [...API_FUNCTIONS, ...WORKERS];
const may = localRoles(ALL, { table: "numma", bucket: "numma-documents" });
const holders = (action: string, resource: string) =>
  ALL.filter((declared) => may(principalOf(declared), action, resource)).map(({ name }) => name);

describe("each function's access key", () => {
  it("opens the private signing key for auth alone", () => {
    expect(holders("secretsmanager:GetSecretValue", "numma/signing")).toEqual(["api/auth"]);
  });

  it("opens bank credentials for those that speak to banks, and webhook secrets for the receiver alone", () => {
    expect(holders("secretsmanager:GetSecretValue", "numma/bank")).toEqual(["api/connections", "sync/connection"]);
    expect(holders("secretsmanager:GetSecretValue", "numma/webhooks")).toEqual(["webhooks/receive"]);
  });

  it("opens exports to those that hand them out and writes them by workers alone, and deletes for a person's erasure alone", () => {
    expect(holders("s3:GetObject", "numma-documents/exports/x")).toEqual(["api/exports", "api/share", "api/privacy", "exports/produce"]);
    expect(holders("s3:PutObject", "numma-documents/exports/x")).toEqual(["exports/produce", "jobs/run"]);
    expect(holders("s3:PutObject", "numma-documents/uploads/x")).toEqual(["api/fec", "api/uploads", "exports/produce", "jobs/run"]);
    expect(holders("s3:GetObject", "numma-documents/uploads")).toEqual(["api/fec", "api/uploads", "exports/produce", "jobs/run"]);
    expect(holders("s3:GetObject", "numma-documents/uploads2/x")).toEqual(["exports/produce"]);
    expect(holders("s3:DeleteObject", "numma-documents/exports/x")).toEqual(["api/privacy", "jobs/run"]);
    expect(holders("s3:DeleteObject", "numma-documents/uploads/x")).toEqual([]);
  });

  it("keeps the table from those that need none, and scans from everybody", () => {
    for (const name of ["api/health", "api/docs", "api/fallback", "webhooks/receive"])
      expect(holders("dynamodb:GetItem", "numma")).not.toContain(name);
    expect(holders("dynamodb:Scan", "numma")).toEqual([]);
    expect(holders("dynamodb:GetItem", "other")).toEqual([]);
  });
});
