import { createHash } from "node:crypto";
import * as z from "zod";
import { MESSAGES, QUEUE_NAMES, type QueueName } from "#runtime/messages";
import type { Item, Key } from "#store/db";
import type { Hero } from "#test/faults/delivery-story";
import type { TestWorld } from "#test/world";

/** A body no worker can ever read, one for each queue. */
const MALFORMED: Readonly<Record<QueueName, string>> = {
  ...{ sync: "{not json", webhooks: "[]", exports: '{"companyId":"nobody"}', jobs: '{"provider":"bridge"}' },
  ...{ alerts: '{"companyId":1}', mail: '{"to":[]}' },
};
const UNREADABLE: readonly string[] = Object.values(MALFORMED);

/** What a queue holds that its worker cannot do: some of it until an item is mended, some of it for ever. */
export type Poison = {
  readonly isPoison: (body: string) => boolean;
  /** Sends one body for ever unreadable to each queue. */
  readonly sendMalformed: () => number;
  /** Makes items of the poisoned company unreadable; what speaks of them fails from then on. */
  readonly spoil: (...keys: readonly Key[]) => Promise<void>;
  /** Puts every spoilt item back. */
  readonly mend: () => Promise<void>;
};

/** What stands in a spoilt item instead of its company, status, state and kind. */
export const SPOILT = "spoilt";

const Addressed = z.object({ companyId: z.string() });

export function poison(world: TestWorld, victim: Hero): Poison {
  const spoilt: Item[] = [];
  const table = world.table(victim.id);
  const readable = (body: string): unknown => {
    try {
      return JSON.parse(body);
    } catch {
      return null;
    }
  };
  return {
    isPoison(body) {
      const message = readable(body);
      const webhook = MESSAGES.webhooks.safeParse(message).data;
      return UNREADABLE.includes(body) || Addressed.safeParse(message).data?.companyId === victim.id || speaksOf(victim, webhook?.body);
    },
    sendMalformed() {
      for (const name of QUEUE_NAMES) world.sqs.queue(name).send([{ body: MALFORMED[name] }]);
      return QUEUE_NAMES.length;
    },
    async spoil(...keys) {
      for (const Key of keys) {
        const item = await table.get({ Key, ConsistentRead: true });
        if (!item) throw new Error(`nothing to spoil at ${Key.pk}`);
        spoilt.push(item);
        await table.put({ Item: { ...item, companyId: SPOILT, status: SPOILT, state: SPOILT, kind: SPOILT } });
      }
    },
    async mend() {
      for (const Item of spoilt) await table.put({ Item });
    },
  };
}

const speaksOf = ({ userId }: Hero, body: string | undefined): boolean => body?.includes(`"user_uuid":"${userId}"`) === true;

/** Bodies of the dead letters of a queue; they stay there. */
export function deadLetters(world: TestWorld, queue: string): readonly string[] {
  const dead = world.sqs.queue(`${queue}-dlq`);
  const bodies: string[] = [];
  for (;;) {
    const received = dead.receive({ max: 10, visibilitySeconds: 600 });
    if (received.length === 0) break;
    bodies.push(...received.map(({ body }) => body));
  }
  dead.releaseInFlight();
  return bodies;
}

/** Hash of the webhook a message carries. */
export const webhookHash = (message: string): string | null => {
  try {
    return createHash("sha256")
      .update(MESSAGES.webhooks.parse(JSON.parse(message)).body)
      .digest("hex");
  } catch {
    return null;
  }
};
