import { createHash } from "node:crypto";
import { queueArn } from "./arn.ts";
import type { Delivery } from "./sqs-queue.ts";
import type { MessageAttribute } from "./sqs-records.ts";

/** The attributes SQS itself gives a delivery, as text. */
export const systemAttributes = (message: Delivery): Record<string, string> => ({
  SenderId: "local",
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  ...(message.diedIn === undefined ? {} : { DeadLetterQueueSourceArn: queueArn(message.diedIn) }),
});

/** A delivery as ReceiveMessage answers it, with the attributes asked for by name, by "All" or by "prefix.*". */
export function messageOnWire(message: Delivery, wanted: { readonly system: readonly string[]; readonly custom: readonly string[] }) {
  const system = keep(systemAttributes(message), wanted.system);
  const custom = keep(message.attributes, wanted.custom);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: message.md5,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(Object.keys(custom).length > 0 ? { MessageAttributes: custom, MD5OfMessageAttributes: attributesMd5(custom) } : {}),
  };
}

function keep<Value>(all: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  const isWanted = (name: string) =>
    names.some(
      (asked) => asked === "All" || asked === ".*" || asked === name || (asked.endsWith(".*") && name.startsWith(asked.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
}

const STRING = 1;
const BINARY = 2;

/** MD5 over the attributes sorted by name: each text preceded by its length in 4 bytes, each value by one byte for its kind. */
export function attributesMd5(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const sum = createHash("md5");
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    sum.update(length).update(bytes);
  };
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    sum.update(Buffer.from([BinaryValue === undefined ? STRING : BINARY]));
    add(BinaryValue === undefined ? Buffer.from(StringValue ?? "") : Buffer.from(BinaryValue, "base64"));
  }
  return sum.digest("hex");
}
