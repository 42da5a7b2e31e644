import * as z from "zod";
import { nameIn, queueArn } from "./arn.ts";
import { AwsError } from "./aws-error.ts";
import { QueueSettings } from "./sqs-records.ts";

/** What AWS gives a queue created without attributes. */
export const DEFAULT_SETTINGS: QueueSettings = {
  visibilitySeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 345_600,
  waitSeconds: 0,
  messageBytesMax: 1_048_576,
};

const NUMBERS = {
  VisibilityTimeout: "visibilitySeconds",
  DelaySeconds: "delaySeconds",
  MessageRetentionPeriod: "retentionSeconds",
  ReceiveMessageWaitTimeSeconds: "waitSeconds",
  MaximumMessageSize: "messageBytesMax",
} as const;

/** Attributes that mean nothing here: encryption at rest and resource policies. */
const IGNORED = new Set(["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "Policy", "RedriveAllowPolicy"]);

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });

/** Settings from the attributes of CreateQueue, over `base`. Throws AwsError InvalidAttributeName or InvalidAttributeValue. */
export function settingsFrom(attributes: Readonly<Record<string, string>>, base: QueueSettings = DEFAULT_SETTINGS): QueueSettings {
  const wanted: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(attributes)) {
    const number = Object.entries(NUMBERS).find(([known]) => known === name)?.[1];
    if (number) wanted[number] = /^\d{1,9}$/.test(value) ? Number(value) : value;
    else if (name === "RedrivePolicy") wanted.redrive = redriveFrom(value);
    else if (!IGNORED.has(name)) throw new AwsError(400, "InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
  const settings = QueueSettings.safeParse(wanted);
  if (settings.success) return settings.data;
  throw new AwsError(400, "InvalidAttributeValue", `Invalid value for the attribute ${settings.error.issues[0]?.path.join(".") ?? ""}.`);
}

function redriveFrom(text: string): unknown {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = RedrivePolicy.parse(JSON.parse(text));
    return { deadLetterQueue: nameIn(deadLetterTargetArn), receiveCountMax: maxReceiveCount };
  } catch {
    throw new AwsError(400, "InvalidAttributeValue", "Invalid value for the attribute RedrivePolicy.");
  }
}

/** The attributes GetQueueAttributes tells about settings. */
export function attributesOf(settings: QueueSettings): Record<string, string> {
  const { redrive } = settings;
  const numbers = Object.entries(NUMBERS).map(([name, setting]) => [name, String(settings[setting])] as const);
  const policy =
    redrive && JSON.stringify({ deadLetterTargetArn: queueArn(redrive.deadLetterQueue), maxReceiveCount: redrive.receiveCountMax });
  return { ...Object.fromEntries(numbers), ...(policy ? { RedrivePolicy: policy } : {}) };
}
