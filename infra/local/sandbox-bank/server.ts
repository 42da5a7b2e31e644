import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { bodyWithin } from "#infra/local/body";
import { listen } from "#infra/local/listen";
import { companyBank } from "./company-statement.ts";
import { type SandboxControl, sandboxControl } from "./control.ts";
import { type Fault, faultPlan } from "./faults.ts";
import { answer, type Clients, type SandboxCall, type SandboxReply, tokenIn } from "./routes.ts";
import { sandboxUsers } from "./users.ts";
import type { WebhookTarget } from "./webhook.ts";
import { wireJson } from "./wire.ts";

export type SandboxOptions = {
  /** Any free port without it, or when it is taken. */
  readonly port?: number;
  readonly now: () => Date;
  readonly seed?: number;
  /** The company's name, as its own transfers spell it. */
  readonly company?: string;
  readonly clients: Clients;
  readonly webhook?: WebhookTarget;
};

export type SandboxBank = { readonly url: string; readonly close: () => Promise<void>; readonly control: SandboxControl };

const BODY_BYTES_MAX = 65_536;
const CALLS_KEPT_MAX = 2_000;
const DEMO = { seed: 20_250_102, company: "Atelier Horizon" } as const;

/** A bank that speaks Bridge v3 over HTTP on loopback, with a made-up company. It stores nothing: restarted, it says the same. */
export async function startSandboxBank(options: SandboxOptions): Promise<SandboxBank> {
  const { port = 0, now, seed = DEMO.seed, company = DEMO.company, clients, webhook } = options;
  const users = sandboxUsers(companyBank({ seed, company }), now, clients.clientSecret);
  const faults = faultPlan();
  const revoked = new Set<string>();
  const calls: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await callIn(request);
    if (!call) return void response.writeHead(413).end();
    calls.push(`${call.method} ${call.url.pathname}${call.url.search}`);
    if (calls.length > CALLS_KEPT_MAX) calls.shift();
    const fault = faults.next(call.url.pathname);
    if (fault?.kind === "revoked_token") revoked.add(tokenIn(call));
    send(response, call, fault, () => answer({ users, clients, now, revoked }, call));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  const { url, close } = await listen(server, port);
  return { url, close, control: sandboxControl({ users, faults, calls, now, webhook }) };
}

async function callIn(request: IncomingMessage): Promise<SandboxCall | null> {
  const body = await bodyWithin(request, BODY_BYTES_MAX);
  if (!body) return null;
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  return { method: request.method ?? "GET", url, headers: request.headers, body: body.toString("utf8") };
}

function send(response: ServerResponse, call: SandboxCall, fault: Fault | undefined, truth: () => SandboxReply): void {
  if (fault?.kind === "hang") return;
  if (fault?.kind === "status") return void response.writeHead(fault.status, fault.headers).end('{"code":"fault","message":"planned"}');
  if (fault?.kind === "body") return void response.writeHead(200, { "content-type": fault.contentType ?? "text/html" }).end(fault.body);
  const reply = truth();
  if ("html" in reply) return void response.writeHead(reply.status, { "content-type": "text/html; charset=utf-8" }).end(reply.html);
  if (reply.json === undefined) return void response.writeHead(reply.status).end();
  const body = Buffer.from(wireJson(fault?.kind === "next_uri" ? withNext(reply.json, fault.nextUri, call) : reply.json));
  const sent = fault?.kind === "truncated" || fault?.kind === "cut" ? body.subarray(0, body.byteLength >> 1) : body;
  const length = fault?.kind === "cut" ? body.byteLength : sent.byteLength;
  response.writeHead(reply.status, { "content-type": "application/json", "content-length": length });
  if (fault?.kind === "cut") return void response.write(sent, () => response.destroy());
  response.end(sent);
}

function withNext(json: unknown, nextUri: string | null, { url }: SandboxCall): unknown {
  const next = nextUri === "self" ? `${url.pathname}${url.search}` : nextUri;
  return typeof json === "object" && json !== null ? { ...json, pagination: { next_uri: next } } : json;
}
