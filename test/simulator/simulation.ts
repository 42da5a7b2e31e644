import type { BusinessDate } from "#domain/dates";
import { parisDate } from "#domain/dates";
import type { Engine } from "#infra/local/dynamodb/engine";
import { planFaults } from "#infra/local/dynamodb/fault-plan";
import { type SandboxDesk, sandboxDesk } from "#infra/local/sandbox-bank/desk";
import { tableOf } from "#test/books/company-books";
import { directClient } from "#test/books/direct-client";
import { unluckyProcesses } from "#test/faults/processes";
import { type BankinDesk, bankinDesk } from "#test/simulator/bankin-desk";
import { type FinaryDesk, finaryDesk } from "#test/simulator/finary-desk";
import { type Answering, reachable } from "#test/simulator/in-process";
import { triedAtOnce } from "#test/tried-at-once";
import { type TestWorld, testWorld } from "#test/world";

export const CLIENT = { clientId: "client", clientSecret: "a-secret-nobody-may-see" } as const;
const BRIDGE_HOST = "bridge.simulated.example";
const BANKIN_HOST = "bankin.simulated.example";
const FINARY_HOST = "finary.simulated.example";
const AWS_ATTEMPTS_MAX = 4;

export const WEBHOOK_SECRET = "whsec_simulated";

/** The product with the simulated providers in place of the network. */
export type Simulation = {
  readonly world: TestWorld;
  readonly bridge: SandboxDesk["control"];
  readonly bridgeUrl: string;
  /** The same kind of worlds behind the API of 2019. */
  readonly bankin: BankinDesk;
  /** And behind the private one of Finary. */
  readonly finary: FinaryDesk;
  /** Addresses called that nobody simulates. */
  readonly elsewhere: readonly string[];
  readonly today: () => BusinessDate;
  /** Runs a piece of work as a process that dies at its write of this number; gives whether it came to that. */
  readonly killedAt: (write: number, side: "before" | "after", work: () => Promise<unknown>) => Promise<boolean>;
  readonly end: () => Promise<void>;
};

export type SimulationOptions = {
  readonly start?: string;
  /** Nothing is delivered by itself: the test is the queue. */
  readonly byHand?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
};

/** One embedded world and one bank behind it, no socket between them. Call `end`. */
export async function simulation({ start, byHand = false, settings = {} }: SimulationOptions = {}): Promise<Simulation> {
  const processes = unluckyProcesses();
  const quick = {
    retryStrategy: triedAtOnce(AWS_ATTEMPTS_MAX),
    documents: (engine: Engine) => directClient(engine, AWS_ATTEMPTS_MAX),
  };
  const world = await testWorld({
    ...{ ...quick, around: processes.around, aroundQueues: processes.aroundQueues, withoutWorkers: byHand },
    ...(start !== undefined && { start }),
    settings: { ...SETTINGS, ...settings },
  });
  const desk = sandboxDesk({ now: world.clock.now, clients: CLIENT });
  const bankin = bankinDesk();
  const finary = finaryDesk();
  const network = reachable(
    new Map<string, Answering>([
      [BRIDGE_HOST, desk],
      [BANKIN_HOST, bankin],
      [FINARY_HOST, finary],
    ]),
  );
  const quickly = tableOf(directClient(world.engine));
  return {
    world: { ...world, table: (companyId) => quickly(companyId) },
    ...{ bridge: desk.control, bankin, finary },
    elsewhere: network.elsewhere,
    bridgeUrl: `https://${BRIDGE_HOST}`,
    today: () => parisDate(world.clock.now()),
    killedAt: async (write, side, work) => {
      const plan = planFaults(0, side === "before" ? { killBefore: write } : { killAfter: write });
      await processes.inProcess(plan, work).catch((error: unknown) => {
        if (!plan.dead) throw error;
      });
      return plan.dead;
    },
    end: async () => {
      network.restore();
      await world.end();
    },
  };
}

const SETTINGS = {
  BRIDGE_BASE_URL: `https://${BRIDGE_HOST}`,
  BRIDGE_CLIENT_ID: CLIENT.clientId,
  BRIDGE_CLIENT_SECRET: CLIENT.clientSecret,
  BRIDGE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  BANKIN_BASE_URL: `https://${BANKIN_HOST}`,
  BANKIN_CLIENT_ID: CLIENT.clientId,
  BANKIN_CLIENT_SECRET: CLIENT.clientSecret,
  FINARY_BASE_URL: `https://${FINARY_HOST}`,
};
