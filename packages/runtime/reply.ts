import type { Language } from "./request.ts";

/** An HTTP answer before it meets a gateway. Header names are lower-case. */
export type Reply = {
  readonly reply: true;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** A JSON value in code case, or bytes as they are. */
  readonly body: { readonly json: unknown } | { readonly bytes: Uint8Array } | null;
};

type Rest = { readonly headers?: Readonly<Record<string, string>>; readonly cookies?: readonly string[] };

/** A JSON answer with its own status, headers or cookies, for the routes that need more than their declared `returns`. */
export const answer = (status: number, json: unknown, { headers = {}, cookies = [] }: Rest = {}): Reply => ({
  reply: true,
  status,
  headers,
  cookies,
  body: { json },
});

/** Work goes on: 202 and where to look. */
export const accepted = (location: string, json: unknown, retryAfterSeconds = 1): Reply =>
  answer(202, json, { headers: { location, "retry-after": String(retryAfterSeconds) } });

/** 303 to another place, e.g. a presigned URL. */
export const seeOther = (location: string): Reply => ({ reply: true, status: 303, headers: { location }, cookies: [], body: null });

/** 302 to a place that is another one next time: nothing may be remembered of it. */
export const found = (location: string): Reply => ({ reply: true, status: 302, headers: { location }, cookies: [], body: null });

/** Nothing to say but in headers. */
export const noContent = (headers: Readonly<Record<string, string>>): Reply => ({
  reply: true,
  status: 204,
  headers,
  cookies: [],
  body: null,
});

/** Bytes of a given type, such as a page or an asset. */
export const bytes = (contentType: string, content: Uint8Array, headers: Readonly<Record<string, string>> = {}): Reply => ({
  reply: true,
  status: 200,
  headers: { "content-type": contentType, ...headers },
  cookies: [],
  body: { bytes: content },
});

/** An answer with sentences in it: says in which language, and that another caller may be given another. */
export const spoken = (reply: Reply, language: Language): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...languageHeaders(language) },
});

/** RFC 9110 §8.5 and §12.5.5. */
export const languageHeaders = (language: Language) => ({ "content-language": language, vary: "accept-language" }) as const;

export const isReply = (value: unknown): value is Reply =>
  typeof value === "object" && value !== null && "reply" in value && value.reply === true;
