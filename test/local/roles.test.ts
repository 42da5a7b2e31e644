import { describe, expect, it } from "vitest";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { dynamodbGrants } from "#infra/local/aws/dynamodb-grants";
import { localRoles, principalOf } from "#infra/local/roles";

const ALL = [...API_FUNCTIONS, ...WORKERS];
const may = localRoles(ALL, { table: "numma", bucket: "numma-documents" });
const holders = (action: string, resource: string, ...leadingKeys: string[]) =>
  ALL.filter((declared) => may(principalOf(declared), action, resource, leadingKeys)).map(({ name }) => name);
const COMPANY = "COMPANY#com_1#COMPANY";

describe("each function's access key", () => {
  it("opens the private signing key for auth alone", () => {
    expect(holders("secretsmanager:GetSecretValue", "numma/signing")).toEqual(["api/auth"]);
  });

  it("opens bank credentials for those that speak to banks, and webhook secrets for the receiver and for who tests them", () => {
    expect(holders("secretsmanager:GetSecretValue", "numma/bank")).toEqual(["api/connections", "api/sync", "sync/connection"]);
    expect(holders("secretsmanager:GetSecretValue", "numma/webhooks")).toEqual(["api/webhooks", "webhooks/receive"]);
  });

  it("opens exports to those that hand them out and writes them by workers alone, and deletes for a person's erasure alone", () => {
    expect(holders("s3:GetObject", "numma-documents/exports/x")).toEqual(["api/exports", "api/share", "api/privacy", "exports/produce"]);
    expect(holders("s3:PutObject", "numma-documents/exports/x")).toEqual(["exports/produce", "jobs/run"]);
    const taking = ["api/accounts", "api/fec", "api/trial-balances", "api/uploads", "exports/produce", "jobs/run"];
    expect(holders("s3:PutObject", "numma-documents/uploads/x")).toEqual(taking);
    const [accounts, ...others] = taking;
    expect(holders("s3:GetObject", "numma-documents/uploads")).toEqual([accounts, "api/transactions", ...others]);
    expect(holders("s3:PutObject", "numma-documents/attachments/x")).toEqual(["api/transactions", "exports/produce"]);
    expect(holders("s3:DeleteObject", "numma-documents/attachments/x")).toEqual([]);
    expect(holders("s3:GetObject", "numma-documents/uploads2/x")).toEqual(["exports/produce"]);
    expect(holders("s3:DeleteObject", "numma-documents/exports/x")).toEqual(["api/privacy", "jobs/run"]);
    expect(holders("s3:DeleteObject", "numma-documents/uploads/x")).toEqual([]);
  });

  it("keeps the table from those that need none, and scans from everybody", () => {
    for (const name of ["api/health", "api/docs", "api/fallback", "webhooks/receive"])
      expect(holders("dynamodb:GetItem", "numma", COMPANY)).not.toContain(name);
    expect(holders("dynamodb:GetItem", "numma", COMPANY)).toContain("api/accounts");
    expect(holders("dynamodb:Scan", "numma", COMPANY)).toEqual([]);
    expect(holders("dynamodb:GetItem", "other", COMPANY)).toEqual([]);
  });

  it("opens system partitions for those that declare the directory, and nothing to a call without a partition", () => {
    const directories = ALL.filter(({ needs }) => needs.includes("directory")).map(({ name }) => name);
    expect(holders("dynamodb:GetItem", "numma", "SYSTEM#PERSON#per_1")).toEqual(directories);
    expect(holders("dynamodb:BatchGetItem", "numma", COMPANY, "SYSTEM#PERSON#per_1")).toEqual(directories);
    expect(holders("dynamodb:UpdateItem", "numma", "SYSTEM#LIMITS#bridge").filter((name) => !directories.includes(name))).toEqual([
      "api/sync",
      "sync/connection",
    ]);
    expect(holders("dynamodb:Query", "numma", "OTHER#1")).toEqual([]);
    expect(holders("dynamodb:GetItem", "numma")).toEqual([]);
  });

  it("lets the projector alone add to the audit, and nobody change it", () => {
    const audit = "COMPANY#com_1#AUDIT";
    expect(holders("dynamodb:PutItem", "numma", audit)).toEqual(["events/project"]);
    expect(holders("dynamodb:PutItem", "numma", `${audit}#2026`)).toEqual(["events/project"]);
    for (const action of ["UpdateItem", "DeleteItem"]) expect(holders(`dynamodb:${action}`, "numma", audit)).toEqual([]);
    expect(holders("dynamodb:GetItem", "numma", audit)).toContain("api/ledger");
    expect(holders("dynamodb:UpdateItem", "numma", "COMPANY#com_1#AUDITORS")).toContain("api/ledger");
  });
});

describe("what a call to the table asks for", () => {
  const asked = (operation: string, input: unknown) =>
    dynamodbGrants(operation, input).map(({ action, leadingKeys }) => [action, leadingKeys]);
  const keyed = (pk: string) => ({ TableName: "numma", Key: { pk: { S: pk }, sk: { S: "x" } } });
  const item = (pk: string) => ({ TableName: "numma", Item: { pk: { S: pk }, sk: { S: "x" }, gsi1pk: { S: "z" } } });

  it("names the partition of an item, and each one of a transaction or a batch", () => {
    expect(asked("GetItem", keyed("a"))).toEqual([["dynamodb:GetItem", ["a"]]]);
    expect(asked("PutItem", item("a"))).toEqual([["dynamodb:PutItem", ["a"]]]);
    expect(asked("TransactWriteItems", { TransactItems: [{ Put: item("a") }, { ConditionCheck: keyed("b") }] })).toEqual([
      ["dynamodb:PutItem", ["a"]],
      ["dynamodb:ConditionCheckItem", ["b"]],
    ]);
    expect(asked("BatchGetItem", { RequestItems: { numma: { Keys: [keyed("a").Key, keyed("b").Key] } } })).toEqual([
      ["dynamodb:BatchGetItem", ["a", "b"]],
    ]);
    const requests = [{ PutRequest: { Item: item("a").Item } }, { DeleteRequest: { Key: keyed("b").Key } }];
    expect(asked("BatchWriteItem", { RequestItems: { numma: requests } })).toEqual([["dynamodb:BatchWriteItem", ["a", "b"]]]);
  });

  it("names the partition of the index a query reads, and none for a scan", () => {
    const query = {
      TableName: "numma",
      IndexName: "gsi1",
      KeyConditionExpression: "#pk = :pk AND #sk > :from",
      ExpressionAttributeNames: { "#pk": "gsi1pk", "#sk": "gsi1sk" },
      ExpressionAttributeValues: { ":pk": { S: "a" }, ":from": { S: "b" } },
    };
    expect(asked("Query", query)).toEqual([["dynamodb:Query", ["a"]]]);
    expect(asked("Scan", { TableName: "numma" })).toEqual([["dynamodb:Scan", []]]);
  });
});
