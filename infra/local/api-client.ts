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
};

const Welcome = z.object({ access_token: z.string() });

/** Logs in as the owner of a company. */
export async function login(gateway: Gateway, slug: string, password: string): Promise<ApiClient> {
  const { access_token } = await client(gateway, {}).post("/auth/login", { company_id: slug, password, grant: "token" }, Welcome);
  return client(gateway, { authorization: `Bearer ${access_token}` });
}

function client(gateway: Gateway, common: Readonly<Record<string, string>>): ApiClient {
  const call = async <Shape extends z.ZodType>(
    method: string,
    url: string,
    body: unknown,
    shape: Shape,
    more: Readonly<Record<string, string>>,
  ): Promise<z.output<Shape>> => {
    const headers = { host: "localhost", "content-type": "application/json", accept: "application/json", ...common, ...more };
    const reply = await gateway({
      method,
      url,
      headers,
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      sourceIp: "127.0.0.1",
    });
    const text = reply.body.toString("utf8");
    if (reply.status >= 300) throw new Error(`${method} ${url.split("?", 1)[0]} answered ${reply.status}: ${text.slice(0, 200)}`);
    return shape.parse(text === "" ? null : JSON.parse(text));
  };
  return {
    get: (path, shape) => call("GET", path, undefined, shape, {}),
    post: (path, body, shape, headers = {}) => call("POST", path, body, shape, headers),
  };
}
