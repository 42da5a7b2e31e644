import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";

export type Listening = { readonly url: string; readonly port: number; readonly close: () => Promise<void> };

/** Listens on loopback, on the port asked for or, when it is taken, on any other. */
export async function listen(server: HttpServer, port: number): Promise<Listening> {
  const bound = await bind(server, port).catch(() => bind(server, 0));
  return { url: `http://127.0.0.1:${bound}`, port: bound, close: () => shut(server) };
}

/** Listens on exactly this port; rejects with the system's error when it cannot. */
export function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Stops listening and ends idle connections; answers under way are finished. */
export function shut(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
