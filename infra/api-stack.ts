import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CfnStage,
  CorsHttpMethod,
  type DomainName,
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
import { DEFAULT_ROUTE } from "#runtime/route";
import { acknowledge, THE_DISPATCHER_AUTHENTICATES } from "./parts/acknowledge.ts";
import { apiAlarms } from "./parts/api-alarms.ts";
import { CORS } from "./parts/cors.ts";
import { dashboard } from "./parts/dashboard.ts";
import { type Deployment, originsOf } from "./parts/deployment.ts";
import { customDomain } from "./parts/domain.ts";
import { type GatewayRoute, gatewayRoutes } from "./parts/gateway-routes.ts";
import { idOf, namesFor } from "./parts/names.ts";
import { type Ground, smallFunction } from "./parts/small-function.ts";
import { STAGE_THROTTLE, throttleOf } from "./parts/throttles.ts";

/** The HTTP API: every declared route, each pointing at the function of its resource. */
export function apiStack(app: App, deployment: Deployment, keyArn: string): Stack {
  const names = namesFor(deployment);
  const stack = new Stack(app, "Api", { stackName: `${names.prefix}-api`, description: "NUMMA: HTTP API and its functions" });
  const ground = { deployment, names, code: Code.fromAsset(deployment.code), keyArn };
  const domain = customDomain(stack, deployment);
  const api = new HttpApi(stack, "HttpApi", {
    ...{ apiName: names.prefix, createDefaultStage: false, disableExecuteApiEndpoint: domain !== null, ...corsOf(deployment) },
  });
  const routes = API_FUNCTIONS.flatMap((declared) => addFunction(api, declared, ground));
  acknowledge(stack, THE_DISPATCHER_AUTHENTICATES);
  const accessLogs = addStage(api, routes, { logGroupName: names.logGroup("access"), domain });
  apiAlarms(stack, { apiId: api.apiId, accessLogs, names });
  dashboard(stack, names, api.apiId);
  new CfnOutput(stack, "Url", { value: domain ? `https://${domain.name}` : api.apiEndpoint });
  if (domain) new CfnOutput(stack, "DomainTarget", { value: domain.regionalDomainName });
  return stack;
}

/**
 * One permission a function, not one a route: 150 of them would pass the size of a function's policy and of the stack. Its pattern, stage/method/path,
 * does not cover `$default`, which the gateway calls as stage/$default: that function gets the permission of its one route.
 */
function addFunction(api: HttpApi, declared: ApiFunction, ground: Ground): HttpRoute[] {
  const target = smallFunction(api.stack, declared, ground);
  const scopePermissionToRoute = declared.routes.some(({ routeKey }) => routeKey === DEFAULT_ROUTE);
  const integration = new HttpLambdaIntegration(idOf(declared.name), target, { scopePermissionToRoute, timeout: GATEWAY_TIMEOUT });
  return gatewayRoutes(declared.routes).map(
    (route) =>
      new HttpRoute(api.stack, `Route ${route.routeKey.replaceAll("/", "|")}`, { httpApi: api, routeKey: keyOf(route), integration }),
  );
}

const keyOf = ({ routeKey, method, path }: GatewayRoute): HttpRouteKey =>
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

/** Between the caller's thirty seconds and a function's twenty-five. */
const GATEWAY_TIMEOUT = Duration.seconds(29);

type StageOptions = { readonly logGroupName: string; readonly domain: DomainName | null };

/** A stage names routes that must exist by then, or CloudFormation fails. */
function addStage(httpApi: HttpApi, routes: readonly HttpRoute[], { logGroupName, domain }: StageOptions): LogGroup {
  const logGroup = new LogGroup(httpApi.stack, "AccessLogs", {
    logGroupName,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const accessLogSettings = { destination: new LogGroupLogDestination(logGroup), format: ACCESS_LOG };
  const stage = new HttpStage(httpApi.stack, "Stage", {
    ...{ httpApi, stageName: "$default", autoDeploy: true, throttle: STAGE_THROTTLE, accessLogSettings },
    ...(domain && { domainMapping: { domainName: domain } }),
  });
  const { defaultChild } = stage.node;
  if (!(defaultChild instanceof CfnStage)) throw new Error("a stage without its resource");
  defaultChild.routeSettings = routeSettings();
  stage.node.addDependency(...routes);
  return logGroup;
}

/** Both limits each time: a route with settings of its own takes none of the stage's. */
const routeSettings = () =>
  Object.fromEntries(
    API_FUNCTIONS.flatMap(({ routes }) => gatewayRoutes(routes)).flatMap(({ routeKey }) => {
      const throttle = throttleOf(routeKey);
      return throttle ? [[routeKey, { ThrottlingRateLimit: throttle.rateLimit, ThrottlingBurstLimit: throttle.burstLimit }]] : [];
    }),
  );
