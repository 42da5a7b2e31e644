import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { bodyWithin } from "#infra/local/body";
import { listen } from "#infra/local/listen";
import type { SandboxControl } from "./control.ts";
import { type DeskOptions, type Sent, sandboxDesk } from "./desk.ts";
import type { SandboxCall } from "./routes.ts";

export type SandboxOptions = DeskOptions & {
  /** Any free port without it, or when it is taken. */
  readonly port?: number;
};

export type SandboxBank = { readonly url: string; readonly close: () => Promise<void>; readonly control: SandboxControl };

const BODY_BYTES_MAX = 65_536;

/** A bank that speaks Bridge v3 over HTTP on loopback, with a made-up company. It stores nothing: restarted, it says the same. */
export async function startSandboxBank({ port = 0, ...options }: SandboxOptions): Promise<SandboxBank> {
  const desk = sandboxDesk(options);
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await callIn(request);
    if (!call) return void response.writeHead(413).end();
    send(response, desk.answer(call));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  const { url, close } = await listen(server, port);
  return { url, close, control: desk.control };
}

async function callIn(request: IncomingMessage): Promise<SandboxCall | null> {
  const body = await bodyWithin(request, BODY_BYTES_MAX);
  if (!body) return null;
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  return { method: request.method ?? "GET", url, headers: request.headers, body: body.toString("utf8") };
}

function send(response: ServerResponse, sent: Sent): void {
  if (sent === "nothing") return;
  const { status, headers, body, cut } = sent;
  const length = cut ? { "content-length": body.byteLength * 2 } : {};
  response.writeHead(status, { ...headers, ...length });
  if (cut) return void response.write(body, () => response.destroy());
  response.end(body);
}
