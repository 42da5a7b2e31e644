import * as z from "zod";

/** A custom attribute of a message as it goes over the wire; binary is base64. */
export const MessageAttribute = z.object({
  DataType: z.string().min(1).max(256),
  StringValue: z.string().exactOptional(),
  BinaryValue: z.string().exactOptional(),
});
export type MessageAttribute = z.infer<typeof MessageAttribute>;

/** A message at rest. Instants are milliseconds since 1970. It can be received once `visibleAt` is reached. */
export const Message = z.object({
  id: z.string(),
  body: z.string(),
  md5: z.string(),
  attributes: z.record(z.string(), MessageAttribute),
  sentAt: z.number(),
  visibleAt: z.number(),
  receiveCount: z.int().nonnegative(),
  firstReceivedAt: z.number().exactOptional(),
  /** The only receipt that still deletes it: that of its last delivery. */
  receipt: z.string().exactOptional(),
  /** The queue it died in, when this is a dead-letter queue. */
  diedIn: z.string().exactOptional(),
});
export type Message = z.infer<typeof Message>;

/** How a queue behaves. Durations in seconds. */
export const QueueSettings = z.object({
  visibilitySeconds: z.int().min(0).max(43_200),
  delaySeconds: z.int().min(0).max(900),
  retentionSeconds: z.int().min(60).max(1_209_600),
  waitSeconds: z.int().min(0).max(20),
  messageBytesMax: z.int().min(1024).max(1_048_576),
  redrive: z.object({ deadLetterQueue: z.string(), receiveCountMax: z.int().min(1).max(1000) }).exactOptional(),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

/** One line of the journal: something that happened to the queues. */
export const JournalRecord = z.discriminatedUnion("did", [
  z.object({ did: z.literal("declare"), queue: z.string(), settings: QueueSettings, at: z.number() }),
  z.object({ did: z.literal("send"), queue: z.string(), messages: z.array(Message) }),
  z.object({
    did: z.literal("receive"),
    queue: z.string(),
    at: z.number(),
    visibleAt: z.number(),
    receipts: z.array(z.tuple([z.string(), z.string()])),
  }),
  z.object({ did: z.literal("hide"), queue: z.string(), id: z.string(), visibleAt: z.number() }),
  z.object({ did: z.literal("remove"), queue: z.string(), ids: z.array(z.string()) }),
  z.object({ did: z.literal("move"), from: z.string(), to: z.string(), id: z.string(), message: Message }),
  z.object({ did: z.literal("purge"), queue: z.string() }),
  z.object({ did: z.literal("drop"), queue: z.string() }),
]);
export type JournalRecord = z.infer<typeof JournalRecord>;
