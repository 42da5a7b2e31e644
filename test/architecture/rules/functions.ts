import { expect, it } from "vitest";
import * as z from "zod";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { AWS_LIMITS, limitsOf } from "#runtime/container";
import { Environment } from "#runtime/env";
import type { DeclaredFunction } from "#runtime/functions";
import { STAGE, shaped, type Templates } from "../templates.ts";

const deployedName = (name: string) => `numma-${STAGE}-${name.replace("/", "-")}`;
const DECLARED: readonly DeclaredFunction[] = [...API_FUNCTIONS, ...WORKERS];

const Deployed = z.object({
  FunctionName: z.string(),
  Role: z.string(),
  Handler: z.string(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  MemorySize: z.number(),
  Timeout: z.number(),
  LoggingConfig: z.object({ LogGroup: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});

export function functionRules({ Workers, Api }: Templates): void {
  const all = [...Workers, ...Api];
  const functions = shaped(all, "AWS::Lambda::Function", Deployed);

  it("deploys every declared function and no other, as small as declared", () => {
    const expected = DECLARED.map(({ name, memoryMb, timeoutSeconds }) => ({
      ...{ FunctionName: deployedName(name), Handler: `${name}.handler`, Runtime: "nodejs24.x", Architectures: ["arm64"] },
      ...{ MemorySize: memoryMb, Timeout: timeoutSeconds, LoggingConfig: { LogGroup: `</numma/${STAGE}/${name}>` } },
    }));
    const found = functions.map(({ Role: _role, Environment: _environment, ...others }) => others);
    const byName = (left: { FunctionName: string }, right: { FunctionName: string }) => (left.FunctionName < right.FunctionName ? -1 : 1);
    expect(found.sort(byName)).toEqual(expected.sort(byName));
  });

  it("gives up before whoever waits does: the caller, the gateway, the function, all tries of one call to AWS", () => {
    const caller = 30;
    const gateway = shaped(Api, "AWS::ApiGatewayV2::Integration", z.object({ TimeoutInMillis: z.number() }));
    expect(new Set(gateway.map(({ TimeoutInMillis }) => TimeoutInMillis / 1_000))).toEqual(new Set([29]));
    expect(29).toBeLessThan(caller);
    const { attempts, connectMs, requestMs, objectMs } = AWS_LIMITS;
    const pausesMs = (2 ** (attempts - 1) - 1) * 100;
    const callSeconds = (attempts * (connectMs + requestMs) + pausesMs) / 1_000;
    for (const { name, timeoutSeconds } of API_FUNCTIONS) {
      expect(timeoutSeconds, name).toBeLessThan(29);
      expect(callSeconds, name).toBeLessThan(timeoutSeconds);
      expect((connectMs + objectMs) / 1_000, name).toBeLessThan(timeoutSeconds);
    }
    expect(limitsOf(1)).toMatchObject({ throwOnRequestTimeout: true });
  });

  it("tells functions where things are, and no secret", () => {
    for (const { FunctionName, Environment: environment } of functions) {
      expect(
        Object.keys(environment.Variables).filter((name) => !(name in Environment.shape)),
        FunctionName,
      ).toEqual([]);
      expect(Environment.parse(environment.Variables), FunctionName).toMatchObject({
        NUMMA_STAGE: STAGE,
        NUMMA_BUILD: "abc",
        NUMMA_ASSETS: "/var/task/assets",
        NUMMA_VAULT: `numma/${STAGE}/`,
      });
      expect(environment.Variables["NUMMA_QUEUE_URL"]).toBe(`https://sqs.<AWS::Region>.<AWS::URLSuffix>/<AWS::AccountId>/numma-${STAGE}-`);
      expect(Object.keys(environment.Variables).join(" ")).not.toMatch(/SECRET|KEY|TOKEN|PASSWORD(?!_RESET_PAGE)/);
    }
  });
}
