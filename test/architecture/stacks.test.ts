import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { alarmRules } from "./rules/alarms.ts";
import { apiRules } from "./rules/api.ts";
import { dataRules } from "./rules/data.ts";
import { functionRules } from "./rules/functions.ts";
import { optionRules } from "./rules/options.ts";
import { roleRules } from "./rules/roles.ts";
import { workerRules } from "./rules/workers.ts";
import { scratch, synthesized, synthesizeSomethingUnsafe } from "./templates.ts";

/** Synthesis costs seconds, so this is the one file that does it. It passes cdk-nag, which would make it throw. */
const templates = synthesized();
afterAll(() => rmSync(scratch, { recursive: true }));

/** CloudFormation refuses more. */
const RESOURCES_MAX = 500;

describe("the three stacks", () => {
  it("leave room below CloudFormation's limit", () => {
    for (const [name, resources] of Object.entries(templates)) expect(resources.length, name).toBeLessThan(RESOURCES_MAX * 0.8);
  });

  it("are checked by cdk-nag: something unsafe does not synthesize", () => expect(synthesizeSomethingUnsafe).toThrow("AwsSolutions-SQS4"));
});

describe("the API stack", () => apiRules(templates));
describe("the functions", () => functionRules(templates));
describe("the roles", () => roleRules(templates));
describe("the worker stack", () => workerRules(templates));
describe("what a deployment may ask for", () => optionRules());
describe("what watches over them", () => alarmRules(templates));
describe("the data stack", () => dataRules(templates));
