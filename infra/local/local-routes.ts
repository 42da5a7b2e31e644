import * as z from "zod";
import type { Gateway, GatewayReply, GatewayRequest } from "#infra/local/gateway";
import { CLAIMED_HOST } from "#infra/local/http-host";
import { mailPage, missingMailPage, outboxPage } from "#infra/local/outbox-page.fr";
import type { World } from "#infra/local/world";

/** What only this machine answers: the state of the queues, the mails that were sent, and a schedule fired at will. Everything else goes to the gateway. */
export const withLocalRoutes =
  (world: Pick<World, "sqs" | "schedules" | "outbox" | "gateway" | "engine" | "indexes">): Gateway =>
  async (request) => {
    const [path = ""] = request.url.split("?", 1);
    if (!path.startsWith("/_local/")) return world.gateway(request);
    if (!isOfThisMachine(request)) return json(403, { message: "Forbidden" });
    if (path === "/_local/queues" && request.method === "GET")
      return json(200, { queues: world.sqs.names().map((name) => ({ name, ...world.sqs.queue(name).counts() })) });
    if (path === "/_local/expired/sweep" && request.method === "POST") return json(200, { deleted: await world.engine.sweepExpired() });
    if (path === "/_local/indexes" && (request.method === "GET" || request.method === "PUT")) return indexesAnswer(world, request);
    const queue = /^\/_local\/queues\/([a-z0-9-]{1,80})\/redrive$/.exec(path)?.[1];
    if (queue && request.method === "POST") return redriven(world, queue);
    if (path.startsWith("/_local/outbox") && request.method === "GET") return outboxAnswer(world, path);
    return scheduleAnswer(world, request.method, path);
  };

/** Asked for by a name of this machine and by no page of another site: a page that renamed itself to us (DNS rebinding) reads no mail. */
export function isOfThisMachine({ headers }: GatewayRequest): boolean {
  const { origin } = headers;
  const site = headers["sec-fetch-site"] ?? "none";
  const isOwn = origin === undefined || origin === `http://${headers["host"]}`;
  return !(CLAIMED_HOST in headers) && isOwn && (site === "none" || site === "same-origin");
}

/** The mails that were sent, or one of them. */
function outboxAnswer({ outbox }: Pick<World, "outbox">, path: string): GatewayReply {
  if (path === "/_local/outbox") return html(200, outboxPage(outbox.list()));
  const mail = /^\/_local\/outbox\/([0-9A-Za-z-]{1,64})$/.exec(path)?.[1];
  const found = mail ? outbox.get(mail) : null;
  return found ? html(200, mailPage(found)) : html(404, missingMailPage());
}

/** Fires a schedule at will; 404 for everything that is none. */
export async function scheduleAnswer({ schedules }: Pick<World, "schedules">, method: string, path: string): Promise<GatewayReply> {
  const name = /^\/_local\/schedules\/([a-z-]{1,60})\/run$/.exec(path)?.[1];
  if (!name || method !== "POST") return json(404, { message: "Not Found" });
  return (await schedules.run(name)) ? json(200, { schedule: name, fired: true }) : json(404, { schedule: name, fired: false });
}

/** Sends a queue's dead letters back to it, as new messages. `name` is the queue's or its dead-letter queue's. */
function redriven({ sqs }: Pick<World, "sqs">, name: string): GatewayReply {
  const queue = name.replace(/-dlq$/, "");
  const dead = `${queue}-dlq`;
  if (!sqs.names().includes(queue) || !sqs.names().includes(dead)) return json(404, { queue: name, moved: 0 });
  return json(200, { queue, moved: sqs.redrive(dead, queue).moved });
}

/** How late the table's indexes are; `PUT {"lag_ms": 2000}` changes it while the product runs. */
function indexesAnswer({ indexes }: Pick<World, "indexes">, { method, body }: GatewayRequest): GatewayReply {
  if (method === "PUT") {
    const wanted = Lag.safeParse(jsonOf(body));
    if (!wanted.success) return json(400, { message: `lag_ms is a whole number of milliseconds, at most ${LAG_MS_MAX}` });
    indexes.lag(wanted.data.lag_ms);
  }
  return json(200, { lag_ms: indexes.lagMs() });
}

const LAG_MS_MAX = 600_000;
const Lag = z.object({ lag_ms: z.int().min(0).max(LAG_MS_MAX) });

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

export const json = (status: number, body: unknown): GatewayReply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  cookies: [],
  body: Buffer.from(JSON.stringify(body)),
});

/** The pages show what strangers wrote: nothing in them runs, and nothing is fetched. */
const html = (status: number, text: string): GatewayReply => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
  },
  cookies: [],
  body: Buffer.from(text),
});
