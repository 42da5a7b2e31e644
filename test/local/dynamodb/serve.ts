import { createServer, type Server } from "node:http";
import type { Engine } from "#infra/local/dynamodb/engine";

export async function listening(engine: Engine): Promise<Server> {
  const server = createServer((request, response) => engine.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

export function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return address.port;
}
