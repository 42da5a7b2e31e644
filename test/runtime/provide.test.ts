import { expect, it } from "vitest";
import * as z from "zod";
import { idMaker } from "#domain/ids";
import { container } from "#runtime/container";
import { Environment } from "#runtime/env";
import { host } from "#runtime/host";
import { consumer } from "#runtime/worker";

const Failures = z.object({ batchItemFailures: z.array(z.unknown()) });

it("a warm worker builds its clients once, however many messages come", async () => {
  const warm = container(Environment.parse({}), () => new Date("2026-11-25T11:00:00Z"));
  const built = { clients: 0 };
  const counting = {
    ...warm,
    get transport() {
      built.clients += 1;
      return warm.transport;
    },
  };
  const handled: unknown[] = [];
  const worker = consumer({
    ...{ name: "jobs/run", queue: "jobs", needs: ["syncQueue"], errorImpact: "Personne." },
    handle: async ({ syncQueue }) => void handled.push(syncQueue),
  });
  const handle = host(worker, { container: counting, newId: idMaker(() => "01JABCDEF0000000000000000A"), log: () => undefined });
  const body = JSON.stringify({ companyId: "cmp_01JABCDEF0000000000000000A", jobId: "job_01JABCDEF0000000000000000A" });
  const record = (messageId: string) => ({ messageId, body, attributes: { ApproximateReceiveCount: "1" } });
  for (const messageId of ["1", "2", "3"]) {
    const answer = await handle({ Records: [record(messageId)] }, { getRemainingTimeInMillis: () => 60_000 });
    expect(Failures.parse(answer).batchItemFailures).toEqual([]);
  }
  expect(handled).toHaveLength(3);
  expect(built.clients).toBe(1);
});
