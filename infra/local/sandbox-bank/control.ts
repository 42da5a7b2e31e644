import { itemIdOf } from "./company-statement.ts";
import type { FaultPlan, PlannedFault } from "./faults.ts";
import type { SandboxUser } from "./user-id.ts";
import type { SandboxUsers } from "./users.ts";
import { postWebhook, type WebhookTarget } from "./webhook.ts";
import type { SandboxWorld } from "./world.ts";

/** What a test may do behind the bank's counter. Users are named by the uuid that `connect` gave. */
export type SandboxControl = {
  /** The uuid of whoever was connected under this reference of the caller's. */
  readonly userOf: (reference: string) => string;
  /** Replaces the made-up company of this user by rows told one by one. */
  readonly world: (userUuid: string) => SandboxWorld;
  /** Tells the rows of every user made from now on, before anybody can read them. */
  readonly prepare: (begin: (world: SandboxWorld) => void) => void;
  readonly fail: (fault: PlannedFault) => void;
  readonly clearFaults: () => void;
  readonly setItemStatus: (userUuid: string, status: number, info: string) => void;
  /** Posts a signed event to the configured receiver; answers its status. */
  readonly sendWebhook: (type: string, userUuid: string, accountId?: number) => Promise<number>;
  /** Method and path with query of the calls received, oldest first. */
  readonly calls: readonly string[];
};

type Behind = {
  readonly users: SandboxUsers;
  readonly faults: FaultPlan;
  readonly calls: readonly string[];
  readonly now: () => Date;
  readonly webhook: WebhookTarget | undefined;
};

/** Throws on a user this sandbox does not know, and on a webhook without a receiver: both are mistakes of the test. */
export function sandboxControl({ users, faults, calls, now, webhook }: Behind): SandboxControl {
  const known = (uuid: string): SandboxUser => {
    const user = users.byUuid(uuid);
    if (!user) throw new Error("not a user of this sandbox");
    return user;
  };
  return {
    calls,
    userOf: (reference) => users.byReference(reference).uuid,
    prepare: users.prepare,
    fail: faults.plan,
    clearFaults: faults.clear,
    world: (uuid) => users.world(known(uuid)),
    setItemStatus: (uuid, status, info) => users.setItemStatus(known(uuid), status, info),
    sendWebhook: async (type, userUuid, accountId) => {
      if (!webhook) throw new Error("no webhook receiver is configured");
      const event = { type, userUuid, itemId: itemIdOf(known(userUuid)), ...(accountId !== undefined && { accountId }) };
      return postWebhook(webhook, event, now());
    },
  };
}
