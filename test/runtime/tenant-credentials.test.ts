import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import { container } from "#runtime/container";
import { Environment } from "#runtime/env";
import { lastUsed } from "#runtime/last-used";

const ROLE = "arn:aws:iam::000000000000:role/numma-test-tenant";
const companyId = (index: number) => CompanyId.parse(`cmp_${String(index).padStart(26, "0")}`);
const MINUTE_MS = 60_000;

type Asked = { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown };
const answering = (asked: Asked[], answer: (request: Asked) => { readonly statusCode?: number; readonly body: string }) => ({
  async handle(request: Asked) {
    asked.push(request);
    const { statusCode = 200, body } = answer(request);
    return { response: { statusCode, headers: {}, body: Buffer.from(body) } };
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  destroy() {},
});

const given = (tenant: string, minutes: number) => `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
  <Credentials><AccessKeyId>AK-${tenant}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token-${tenant}</SessionToken>
  <Expiration>${new Date(Date.now() + minutes * MINUTE_MS).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const refused = { statusCode: 403, body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>" };

/** A container whose SDK clients are the real ones, above an STS and a table that note what they are asked. */
function prepared({ role = ROLE, minutes = 60, refuse = 0 }: { role?: string | null; minutes?: number; refuse?: number } = {}) {
  const asked = { sts: [] as Asked[], table: [] as Asked[] };
  const tenantIn = ({ body }: Asked) => new URLSearchParams(String(body)).get("Tags.member.1.Value") ?? "";
  const own = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "OWN", AWS_SECRET_ACCESS_KEY: "own" };
  const environment = Environment.parse({ ...own, ...(role && { NUMMA_TENANT_ROLE: role }) });
  const sts = answering(asked.sts, (request) => (asked.sts.length <= refuse ? refused : { body: given(tenantIn(request), minutes) }));
  const { documentClient } = container(environment, () => new Date(), {
    dynamodb: { requestHandler: answering(asked.table, () => ({ body: "{}" })) },
    sts: { requestHandler: sts },
  });
  const read = (company?: CompanyId) => documentClient(company).send(new GetCommand({ TableName: "numma", Key: { pk: "a", sk: "b" } }));
  const keys = () => asked.table.map(({ headers }) => /Credential=([\w-]+)/.exec(headers["authorization"] ?? "")?.[1]);
  return { asked, documentClient, read, keys };
}

describe("credentials of one company", () => {
  it("are taken once for twenty calls at the same time, tagged with the company, for an hour", async () => {
    const { asked, read, keys } = prepared();
    await Promise.all(Array.from({ length: 20 }, () => read(companyId(1))));
    expect(asked.sts).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(String(asked.sts[0]?.body)))).toMatchObject({
      ...{ Action: "AssumeRole", RoleArn: ROLE, RoleSessionName: companyId(1), DurationSeconds: "3600" },
      ...{ "Tags.member.1.Key": "tenant", "Tags.member.1.Value": companyId(1) },
    });
    expect(new Set(keys())).toEqual(new Set([`AK-${companyId(1)}`]));
    expect(asked.table[0]?.headers["x-amz-security-token"]).toBe(`token-${companyId(1)}`);
  });

  it("are never used for another company, nor for the function's own partitions", async () => {
    const { read, keys } = prepared();
    for (const index of [1, 2, 1]) await read(companyId(index));
    await read();
    expect(keys()).toEqual([`AK-${companyId(1)}`, `AK-${companyId(2)}`, `AK-${companyId(1)}`, "OWN"]);
  });

  it("are kept while they have five minutes left, then taken anew", async () => {
    const [fresh, ending] = [prepared({ minutes: 60 }), prepared({ minutes: 4 })];
    for (const { read } of [fresh, ending]) await read(companyId(1));
    const once = [fresh.asked.sts.length, ending.asked.sts.length];
    for (const { read } of [fresh, ending]) await read(companyId(1));
    expect([fresh.asked.sts.length, once[0]]).toEqual([1, 1]);
    expect(ending.asked.sts.length).toBeGreaterThan(once[1] ?? 0);
  });

  it("that STS refuses fail the call before the table is asked, and are asked again the next time", async () => {
    const { asked, read } = prepared({ refuse: 1 });
    await expect(read(companyId(1))).rejects.toMatchObject({ name: "AccessDenied" });
    expect(asked.table).toEqual([]);
    await read(companyId(1));
    expect(asked.table).toHaveLength(1);
  });

  it("are not asked for where no tenant role is given: there is one client", async () => {
    const { asked, documentClient, read, keys } = prepared({ role: null });
    await read(companyId(1));
    expect([asked.sts.length, keys()]).toEqual([0, ["OWN"]]);
    expect(documentClient(companyId(1))).toBe(documentClient());
  });
});

it("forgets what was asked for the longest time ago, and builds it again", () => {
  const built: string[] = [];
  const get = lastUsed((key: string) => built.push(key), 2);
  for (const key of ["a", "b", "a", "c", "a", "b"]) get(key);
  expect(built).toEqual(["a", "b", "c", "b"]);
});
