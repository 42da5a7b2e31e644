import { expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS } from "#functions/all";
import { gateway } from "#infra/local/gateway";
import { ORIGINS, ofType, STAGE, shaped, type Templates } from "../templates.ts";

const deployedName = (name: string) => `numma-${STAGE}-${name.replace("/", "-")}`;

export function apiRules({ Api }: Templates): void {
  it("has exactly the declared routes, each on the function of its resource", () => {
    const functions = new Map(
      ofType(Api, "AWS::ApiGatewayV2::Integration").map(({ id, properties }) => [`integrations/<${id}>`, properties["IntegrationUri"]]),
    );
    const routes = shaped(Api, "AWS::ApiGatewayV2::Route", z.object({ RouteKey: z.string(), Target: z.string() }));
    const declared = API_FUNCTIONS.flatMap(({ name, routes: own }) => own.map(({ routeKey }) => [routeKey, `<${deployedName(name)}.Arn>`]));
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
      headers: { origin },
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
