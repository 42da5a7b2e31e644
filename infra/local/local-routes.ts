import type { Gateway, GatewayReply } from "#infra/local/gateway";
import type { World } from "#infra/local/world";

/** What only this machine answers: the state of the queues, and a schedule fired at will. Everything else goes to the gateway. */
export const withLocalRoutes =
  (world: Pick<World, "sqs" | "schedules" | "gateway">): Gateway =>
  async (request) => {
    const [path = ""] = request.url.split("?", 1);
    if (!path.startsWith("/_local/")) return world.gateway(request);
    if (path === "/_local/queues" && request.method === "GET")
      return json(200, { queues: world.sqs.names().map((name) => ({ name, ...world.sqs.queue(name).counts() })) });
    const name = /^\/_local\/schedules\/([a-z-]{1,60})\/run$/.exec(path)?.[1];
    if (name && request.method === "POST") {
      return (await world.schedules.run(name)) ? json(200, { schedule: name, fired: true }) : json(404, { schedule: name, fired: false });
    }
    return json(404, { message: "Not Found" });
  };

const json = (status: number, body: unknown): GatewayReply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  cookies: [],
  body: Buffer.from(JSON.stringify(body)),
});
