import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import type { Deployment } from "./deployment.ts";
import { AS_NAG_WRITES, namesFor, namesOf } from "./names.ts";

/** A cdk-nag rule we break on purpose, and why. */
type Acknowledged = { readonly id: string; readonly reason: string };

/** Accepts findings on one construct. Every other one makes synthesis fail. */
export const acknowledge = (construct: IConstruct, ...rules: readonly Acknowledged[]): void =>
  Validations.of(construct).acknowledge(...rules);

export const objectsOfOneBucket = (stage: string, folder?: string): Acknowledged => ({
  id: `AwsSolutions-IAM5[Resource::${namesOf(stage, AS_NAG_WRITES).objectsArn(folder)}]`,
  reason: "The star stands for the objects of the one bucket of documents; their keys start with the tenant and are made by our code.",
});

export const streamsOfOneTable = (deployment: Deployment): Acknowledged => ({
  id: `AwsSolutions-IAM5[Resource::${namesFor(deployment, AS_NAG_WRITES).streamsArn}]`,
  reason: "The star stands for the streams of the one table: AWS names a stream by the instant it was switched on.",
});

export const IS_A_DEAD_LETTER_QUEUE: Acknowledged = {
  id: "AwsSolutions-SQS3",
  reason: "This queue is where messages go that could not be worked; its alarm tells a person.",
};

export const THE_DISPATCHER_AUTHENTICATES: Acknowledged = {
  id: "AwsSolutions-APIG4",
  reason:
    "The dispatcher authenticates every route that is not declared public, and reads the session strongly; the gateway's own authorizers know neither cookies nor EdDSA. Webhooks are verified by HMAC on their raw bytes.",
};

export const ROTATED_BY_HAND: Acknowledged = {
  id: "AwsSolutions-SMG4",
  reason:
    "Partners issue these values, and two of each are accepted while one replaces the other (docs/settings.md); a rotation function could not ask the partner.",
};
