import { GetQueueAttributesCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import type { Gateway, GatewayReply } from "#infra/local/gateway";
import { isOfThisMachine, json, scheduleAnswer } from "#infra/local/local-routes";
import type { RemoteQueue } from "./queues.ts";
import type { RemoteWorld } from "./world.ts";

type Controls = Pick<RemoteWorld, "sqs" | "queues" | "schedules" | "gateway">;

/** What `_local` answers when the queues are somewhere else; indexes and expiry are not this machine's there. */
export const withRemoteRoutes =
  (world: Controls): Gateway =>
  async (request) => {
    const [path = ""] = request.url.split("?", 1);
    if (!path.startsWith("/_local/")) return world.gateway(request);
    if (!isOfThisMachine(request)) return json(403, { message: "Forbidden" });
    if (path === "/_local/queues" && request.method === "GET") return json(200, { queues: await countsOf(world) });
    const name = /^\/_local\/queues\/([a-z0-9-]{1,80})\/redrive$/.exec(path)?.[1]?.replace(/-dlq$/, "");
    if (name !== undefined && request.method === "POST") return redriven(world, name);
    return scheduleAnswer(world, request.method, path);
  };

async function countsOf({ sqs, queues }: Controls) {
  const all = [...queues].flatMap(([name, { url, deadLetters }]) => [
    { name, url },
    { name: `${name}-dlq`, url: deadLetters.url },
  ]);
  return Promise.all(
    all.map(async ({ name, url: QueueUrl }) => {
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
      const read = (kind: "" | "NotVisible" | "Delayed") => Number(Attributes[`ApproximateNumberOfMessages${kind}`] ?? 0);
      return { name, visible: read(""), inFlight: read("NotVisible"), delayed: read("Delayed") };
    }),
  );
}

async function redriven({ sqs, queues }: Controls, name: string): Promise<GatewayReply> {
  const queue: RemoteQueue | undefined = queues.get(name);
  if (!queue) return json(404, { queue: name, started: false });
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queue.deadLetters.arn, DestinationArn: queue.arn }));
  return json(202, { queue: name, started: true });
}
