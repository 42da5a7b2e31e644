import * as z from "zod";
import type { Gateway } from "#infra/local/gateway";

/** Speaks to the API as any client would, without a socket. Answers are parsed; anything but a 2xx throws with its code. */
export type ApiClient = {
  get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>>;
  post<Shape extends z.ZodType>(
    path: string,
    body: unknown,
    shape: Shape,
    headers?: Readonly<Record<string, string>>,
  ): Promise<z.output<Shape>>;
  put(path: string, body: unknown): Promise<void>;
};

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() });

/** Logs in as the owner of a company. An access token that ended is exchanged once, and the call made again. */
export async function login(gateway: Gateway, slug: string, password: string): Promise<ApiClient> {
  const stranger = client(gateway, () => ({}));
  const held = { tokens: await stranger.post("/auth/login", { company_id: slug, password, grant: "token" }, Tokens) };
  const renew = async (): Promise<void> => {
    held.tokens = await stranger.post("/auth/refresh", { refresh_token: held.tokens.refresh_token }, Tokens);
  };
  return client(gateway, () => ({ authorization: `Bearer ${held.tokens.access_token}` }), renew);
}

function client(gateway: Gateway, common: () => Readonly<Record<string, string>>, renew?: () => Promise<void>): ApiClient {
  const call = async <Shape extends z.ZodType>(
    method: string,
    url: string,
    body: unknown,
    shape: Shape,
    more: Readonly<Record<string, string>>,
  ): Promise<z.output<Shape>> => {
    const bytes = Buffer.from(body === undefined ? "" : JSON.stringify(body));
    const ask = () => {
      const headers = { host: "localhost", "content-type": "application/json", accept: "application/json", ...common(), ...more };
      return gateway({ method, url, headers, body: bytes, sourceIp: "127.0.0.1" });
    };
    let reply = await ask();
    if (reply.status === 401 && renew) {
      await renew();
      reply = await ask();
    }
    const text = reply.body.toString("utf8");
    if (reply.status >= 300) throw new Error(`${method} ${url.split("?", 1)[0]} answered ${reply.status}: ${text.slice(0, 200)}`);
    return shape.parse(text === "" ? null : JSON.parse(text));
  };
  return {
    get: (path, shape) => call("GET", path, undefined, shape, {}),
    post: (path, body, shape, headers = {}) => call("POST", path, body, shape, headers),
    put: async (path, body) => void (await call("PUT", path, body, z.unknown(), {})),
  };
}
