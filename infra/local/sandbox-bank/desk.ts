import { companyBank } from "./company-statement.ts";
import { type SandboxControl, sandboxControl } from "./control.ts";
import { type Fault, faultPlan } from "./faults.ts";
import { answer, type Clients, type SandboxCall, type SandboxReply, tokenIn } from "./routes.ts";
import { sandboxUsers } from "./users.ts";
import type { WebhookTarget } from "./webhook.ts";
import { type WireTransaction, wireJson } from "./wire.ts";

export type DeskOptions = {
  readonly now: () => Date;
  readonly seed?: number;
  /** The company's name, as its own transfers spell it. */
  readonly company?: string;
  readonly clients: Clients;
  readonly webhook?: WebhookTarget;
};

/** What leaves the bank: an answer, cut in the middle of its body or not; or nothing, ever. */
export type Sent =
  | "nothing"
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer; readonly cut: boolean };

/** The bank without its socket: calls in, answers out. */
export type SandboxDesk = { readonly control: SandboxControl; readonly answer: (call: SandboxCall) => Sent };

const CALLS_KEPT_MAX = 2_000;
const DEMO = { seed: 20_250_102, company: "Atelier Horizon" } as const;

export function sandboxDesk({ now, seed = DEMO.seed, company = DEMO.company, clients, webhook }: DeskOptions): SandboxDesk {
  const users = sandboxUsers(companyBank({ seed, company }), now, clients.clientSecret);
  const faults = faultPlan();
  const revoked = new Set<string>();
  const calls: string[] = [];
  return {
    control: sandboxControl({ users, faults, calls, now, webhook }),
    answer: (call) => {
      calls.push(`${call.method} ${call.url.pathname}${call.url.search}`);
      if (calls.length > CALLS_KEPT_MAX) calls.shift();
      const fault = faults.next(call.url.pathname);
      if (fault?.kind === "revoked_token") revoked.add(tokenIn(call));
      if (fault?.kind === "meanwhile") fault.act();
      return sentUnder(fault, call, () => answer({ users, clients, now, revoked }, call));
    },
  };
}

const JSON_TYPE = { "content-type": "application/json" } as const;

/** What leaves of an answer, under a fault or none. */
export function sentUnder(fault: Fault | undefined, call: SandboxCall, truth: () => SandboxReply): Sent {
  if (fault?.kind === "hang") return "nothing";
  if (fault?.kind === "status") return whole(fault.status, fault.headers ?? {}, '{"code":"fault","message":"planned"}');
  if (fault?.kind === "body") return whole(200, { "content-type": fault.contentType ?? "text/html" }, fault.body);
  const reply = truth();
  if ("html" in reply) return whole(reply.status, { "content-type": "text/html; charset=utf-8" }, reply.html);
  if (reply.json === undefined) return whole(reply.status, {}, "");
  const body = Buffer.from(wireJson(changedBy(fault, reply.json, call)));
  const half = body.subarray(0, body.byteLength >> 1);
  if (fault?.kind === "truncated" || fault?.kind === "cut")
    return { status: reply.status, headers: JSON_TYPE, body: half, cut: fault.kind === "cut" };
  return { status: reply.status, headers: JSON_TYPE, body, cut: false };
}

const whole = (status: number, headers: Readonly<Record<string, string>>, body: string): Sent => ({
  ...{ status, headers, body: Buffer.from(body), cut: false },
});

/** A listing's page as a fault bends it; what is no listing stays as it is. */
function changedBy(fault: Fault | undefined, json: unknown, { url }: SandboxCall): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (fault?.kind === "next_uri") {
    const next = fault.nextUri === "self" ? `${url.pathname}${url.search}` : fault.nextUri;
    return { ...json, pagination: { next_uri: next } };
  }
  if (fault?.kind === "rows" && "resources" in json && Array.isArray(json.resources))
    return { ...json, resources: fault.change(json.resources.filter(isRow)) };
  return json;
}

const isRow = (resource: unknown): resource is WireTransaction =>
  typeof resource === "object" && resource !== null && "account_id" in resource && "amount" in resource;
