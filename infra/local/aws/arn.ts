/** Every local resource lives in one account and in Paris. */
export const ACCOUNT = "000000000000";
export const REGION = "eu-west-3";

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** The last part of an ARN or of a queue URL; a bare name is its own. */
export const nameIn = (arnOrUrl: string): string => arnOrUrl.split(/[:/]/).at(-1) ?? "";
