import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Code } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { API_FUNCTIONS } from "#functions/all";
import type { ApiFunction } from "#runtime/functions";
import { DEFAULT_ROUTE, type Route } from "#runtime/route";
import { acknowledge, THE_DISPATCHER_AUTHENTICATES } from "./parts/acknowledge.ts";
import { alarm } from "./parts/alarms.ts";
import { CORS } from "./parts/cors.ts";
import { type Deployment, originsOf } from "./parts/deployment.ts";
import { idOf, namesOf } from "./parts/names.ts";
import { type Ground, smallFunction } from "./parts/small-function.ts";

/** Requests a second the whole API takes; a tenant's own limit is the dispatcher's. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 } as const;

/** The HTTP API: every declared route, each pointing at the function of its resource. */
export function apiStack(app: App, deployment: Deployment): Stack {
  const names = namesOf(deployment.stage);
  const stack = new Stack(app, "Api", { stackName: `${names.prefix}-api`, description: "NUMMA: HTTP API and its functions" });
  const ground = { deployment, names, code: Code.fromAsset(deployment.code) };
  const api = new HttpApi(stack, "HttpApi", { apiName: names.prefix, createDefaultStage: false, ...corsOf(deployment) });
  for (const declared of API_FUNCTIONS) addFunction(api, declared, ground);
  acknowledge(stack, THE_DISPATCHER_AUTHENTICATES);
  addStage(api, names.logGroup("access"));
  alarm(stack, "ServerErrors", {
    description: "L'API répond par des erreurs internes : des utilisateurs ne peuvent pas travailler.",
    metric: api.metricServerError({ period: Duration.minutes(5), statistic: "Sum" }),
    threshold: 5,
    topicArn: names.alarmsArn,
  });
  new CfnOutput(stack, "Url", { value: api.apiEndpoint });
  return stack;
}

/**
 * One permission a function, not one a route: 150 of them would pass the size of a function's policy and of the stack. Its pattern, stage/method/path,
 * does not cover `$default`, which the gateway calls as stage/$default: that function gets the permission of its one route.
 */
function addFunction(api: HttpApi, declared: ApiFunction, ground: Ground): void {
  const target = smallFunction(api.stack, declared, ground);
  const scopePermissionToRoute = declared.routes.some(({ routeKey }) => routeKey === DEFAULT_ROUTE);
  const integration = new HttpLambdaIntegration(idOf(declared.name), target, { scopePermissionToRoute });
  for (const route of declared.routes)
    new HttpRoute(api.stack, `Route ${route.routeKey.replaceAll("/", "|")}`, { httpApi: api, routeKey: keyOf(route), integration });
}

const keyOf = ({ routeKey, method, path }: Route): HttpRouteKey =>
  routeKey === DEFAULT_ROUTE ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod[method]);

function corsOf(deployment: Deployment) {
  const allowOrigins = [...originsOf(deployment)];
  if (allowOrigins.length === 0) return {};
  return {
    corsPreflight: {
      ...{ allowOrigins, allowCredentials: true, allowHeaders: [...CORS.requestHeaders], exposeHeaders: [...CORS.responseHeaders] },
      ...{ allowMethods: CORS.methods.map((method) => CorsHttpMethod[method]), maxAge: Duration.seconds(CORS.maxAgeSeconds) },
    },
  };
}

/** Names and figures only: a query string may hold what somebody searched for. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    ...{
      requestId: "$context.requestId",
      at: "$context.requestTime",
      route: "$context.routeKey",
      status: "$context.status",
      ip: "$context.identity.sourceIp",
    },
    ...{
      ms: "$context.responseLatency",
      functionMs: "$context.integration.latency",
      bytes: "$context.responseLength",
      error: "$context.integration.error",
    },
  }),
);

function addStage(httpApi: HttpApi, logGroupName: string): void {
  const logGroup = new LogGroup(httpApi.stack, "AccessLogs", {
    logGroupName,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const accessLogSettings = { destination: new LogGroupLogDestination(logGroup), format: ACCESS_LOG };
  new HttpStage(httpApi.stack, "Stage", { httpApi, stageName: "$default", autoDeploy: true, throttle: THROTTLE, accessLogSettings });
}
