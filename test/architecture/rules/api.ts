import { expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS } from "#functions/all";
import { gateway } from "#infra/local/gateway";
import { Deployment } from "#infra/parts/deployment";
import { GATEWAY_ROUTES_MAX } from "#infra/parts/gateway-routes";
import { DOMAIN, ORIGINS, ofType, STAGE, shaped, type Templates } from "../templates.ts";

const deployedName = (name: string) => `numma-${STAGE}-${name.replace("/", "-")}`;

export function apiRules({ Api }: Templates): void {
  it("has exactly the declared routes, and HEAD beside every GET, each on the function of its resource", () => {
    const functions = new Map(
      ofType(Api, "AWS::ApiGatewayV2::Integration").map(({ id, properties }) => [`integrations/<${id}>`, properties["IntegrationUri"]]),
    );
    const routes = shaped(Api, "AWS::ApiGatewayV2::Route", z.object({ RouteKey: z.string(), Target: z.string() }));
    const declared = API_FUNCTIONS.flatMap(({ name, routes: own }) =>
      own.flatMap(({ routeKey, method, path }) => {
        const head = method === "GET" && routeKey !== "$default" ? [`HEAD ${path}`] : [];
        return [routeKey, ...head].map((key) => [key, `<${deployedName(name)}.Arn>`]);
      }),
    );
    expect(routes.map(({ RouteKey, Target }) => [RouteKey, functions.get(Target)]).sort()).toEqual(declared.sort());
  });

  it("lets the gateway call each function by one permission that covers its routes", () => {
    const shape = z.object({ FunctionName: z.string(), Principal: z.literal("apigateway.amazonaws.com"), SourceArn: z.string() });
    const permissions = shaped(Api, "AWS::Lambda::Permission", shape).map(({ FunctionName, SourceArn }) => [
      FunctionName,
      SourceArn.split("<HttpApi")[1]?.split(">")[1],
    ]);
    const expected = API_FUNCTIONS.map(({ name }) => [`<${deployedName(name)}.Arn>`, name === "api/fallback" ? "/*/*" : "/*/*/*"]);
    expect(permissions.sort()).toEqual(expected.sort());
  });

  it("answers a preflight as the local gateway does", async () => {
    const Cors = z.object({
      AllowOrigins: z.array(z.string()),
      AllowMethods: z.array(z.string()),
      AllowHeaders: z.array(z.string()),
      ExposeHeaders: z.array(z.string()),
    });
    const [api] = shaped(
      Api,
      "AWS::ApiGatewayV2::Api",
      z.object({ CorsConfiguration: Cors.extend({ AllowCredentials: z.boolean(), MaxAge: z.number() }) }),
    );
    const local = gateway({ functions: [], handlers: new Map(), allowedOrigin: ORIGINS, now: () => new Date(0), newRequestId: () => "1" });
    const origin = "https://admin.example.fr";
    const { headers } = await local({
      method: "OPTIONS",
      url: "/api/accounts",
      headers: { origin, "access-control-request-method": "PUT" },
      body: Buffer.alloc(0),
      sourceIp: "127.0.0.1",
    });
    const cors = api?.CorsConfiguration;
    expect({
      "access-control-allow-origin": cors?.AllowOrigins.find((allowed) => allowed === origin),
      "access-control-allow-credentials": String(cors?.AllowCredentials),
      "access-control-allow-methods": cors?.AllowMethods.join(","),
      "access-control-allow-headers": cors?.AllowHeaders.join(","),
      "access-control-expose-headers": cors?.ExposeHeaders.join(","),
      "access-control-max-age": String(cors?.MaxAge),
      vary: "origin",
    }).toEqual(headers);
  });

  it("lets pages send and read the headers the API speaks with", () => {
    const Lists = z.object({ CorsConfiguration: z.object({ AllowHeaders: z.array(z.string()), ExposeHeaders: z.array(z.string()) }) });
    const [lists] = shaped(Api, "AWS::ApiGatewayV2::Api", Lists);
    for (const name of ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer", "accept-language"])
      expect(lists?.CorsConfiguration.AllowHeaders).toContain(name);
    const read = "etag link location retry-after x-request-id numma-cost ratelimit-limit ratelimit-remaining ratelimit-reset";
    for (const name of `${read} idempotent-replayed preference-applied deprecation sunset`.split(" "))
      expect(lists?.CorsConfiguration.ExposeHeaders).toContain(name);
  });

  it("stands below the gateway's and CloudFormation's limits today, and would with 150 routes on 30 functions", () => {
    const routes = ofType(Api, "AWS::ApiGatewayV2::Route").length;
    expect(routes).toBeLessThanOrEqual(GATEWAY_ROUTES_MAX * 0.85);
    const declared = API_FUNCTIONS.flatMap(({ routes: own }) => own).length;
    const perFunction = 5;
    const fixed = Api.length - routes - perFunction * API_FUNCTIONS.length;
    expect(fixed, "one integration, permission, log group, role and function each").toBeLessThan(30);
    const planned = Math.ceil((150 * routes) / declared);
    expect(planned).toBeLessThanOrEqual(GATEWAY_ROUTES_MAX * 0.85);
    expect(planned + perFunction * 30 + fixed).toBeLessThanOrEqual(500 * 0.85);
  });

  it("limits where secrets are tried and where work is heavy, and names no route that is not there", () => {
    const [stage] = ofType(Api, "AWS::ApiGatewayV2::Stage");
    const Limits = z.record(z.string(), z.strictObject({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }));
    const limits = Limits.parse(stage?.properties["RouteSettings"]);
    const keys = ofType(Api, "AWS::ApiGatewayV2::Route").map(({ properties }) => properties["RouteKey"]);
    expect(Object.keys(limits).filter((key) => !keys.includes(key))).toEqual([]);
    const tried = Object.keys(limits).filter((key) => key.startsWith("POST /auth/"));
    expect(tried).toEqual(expect.arrayContaining(["POST /auth/login", "POST /auth/register"]));
    for (const key of tried) expect(limits[key]).toEqual({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 });
    for (const key of [
      "GET /api/exports/fec",
      "HEAD /api/exports/fec",
      "POST /api/sync/manual",
      "POST /api/ledger/import/fec",
      "POST /api/uploads",
    ])
      expect(limits[key]).toEqual({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 });
    for (const key of ["GET /api/accounts", "POST /auth/logout", "GET /health", "POST /api/webhooks/bridge"])
      expect(limits[key]).toBeUndefined();
    const waitsFor = stage?.dependsOn ?? [];
    const named = ofType(Api, "AWS::ApiGatewayV2::Route").filter(({ properties }) => String(properties["RouteKey"]) in limits);
    expect(named.filter(({ id }) => !waitsFor.includes(id)).map(({ id }) => id)).toEqual([]);
  });

  it("answers under its own name alone, where it has one", () => {
    expect(ofType(Api, "AWS::ApiGatewayV2::Api").map(({ properties }) => properties["DisableExecuteApiEndpoint"])).toEqual([true]);
    const [domain] = ofType(Api, "AWS::ApiGatewayV2::DomainName");
    expect(domain?.properties).toMatchObject({
      DomainName: DOMAIN.domainName,
      DomainNameConfigurations: [{ CertificateArn: DOMAIN.certificateArn, EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" }],
    });
    expect(ofType(Api, "AWS::ApiGatewayV2::ApiMapping")).toHaveLength(1);
    const [address] = ofType(Api, "AWS::Route53::RecordSet");
    expect(address?.properties).toMatchObject({ Name: `<${domain?.id}>`, Type: "A", HostedZoneId: "Z1" });
    const half = { stage: STAGE, allowedOrigin: "", alarmEmail: "", code: "c", build: "b", domainName: DOMAIN.domainName };
    expect(Deployment.safeParse(half).success, "a name without a certificate").toBe(false);
  });

  it("logs every request, keeps the logs a while, and limits the whole stage", () => {
    const [stage] = shaped(
      Api,
      "AWS::ApiGatewayV2::Stage",
      z.object({
        StageName: z.string(),
        AccessLogSettings: z.object({ DestinationArn: z.string(), Format: z.string() }),
        DefaultRouteSettings: z.record(z.string(), z.number()),
      }),
    );
    expect(stage?.StageName).toBe("$default");
    expect(stage?.AccessLogSettings.DestinationArn).toBe(`</numma/${STAGE}/access.Arn>`);
    expect(stage?.AccessLogSettings.Format).not.toMatch(/rawPath|\$context\.path|queryString|authorizer|cookie/i);
    expect(stage?.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  });
}
