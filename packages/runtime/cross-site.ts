import { Refusal } from "#domain/refusals";
import type { HttpRequest } from "./request.ts";

/** Where a browser says a request comes from. `unknown`: it says nothing, as programs do. */
type Origin = "own" | "foreign" | "unknown";

/** Types a page may send to another site without asking it first (Fetch, "simple" requests). */
const SIMPLE_TYPES = new Set(["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"]);

/** Methods that only ask (RFC 9110 §9.2.1). */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export const writes = ({ method }: HttpRequest): boolean => !SAFE.has(method);

/**
 * A cookie travels by itself, so a write with one must prove that a page of ours sends it: by Fetch metadata, or by an Origin that is
 * ours or allowed; and its body has a type that no foreign page can send unasked.
 */
export function assertOwnPage(request: HttpRequest, allowedOrigin: string): void {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const isSimple = request.body.byteLength > 0 && SIMPLE_TYPES.has(type);
  if (isSimple || originOf(request, allowedOrigin) !== "own") throw new Refusal("auth.cross_site");
}

/**
 * A page of another site may not log its visitor in or out, whatever cookies come along (login CSRF). Programs, which say nothing of
 * an origin, may: there is no visitor behind them.
 */
export function assertNoForeignPage(request: HttpRequest, allowedOrigin: string): void {
  if (originOf(request, allowedOrigin) === "foreign") throw new Refusal("auth.cross_site");
}

function originOf({ headers }: HttpRequest, allowedOrigin: string): Origin {
  const { origin, host } = headers;
  const site = headers["sec-fetch-site"];
  if (site === "same-origin" || site === "none") return "own";
  if (origin === undefined) return site === undefined ? "unknown" : "foreign";
  const allowed = allowedOrigin.split(",").map((text) => text.trim());
  const isHost = host !== undefined && site === undefined && (origin === `https://${host}` || origin === `http://${host}`);
  return isHost || allowed.includes(origin) ? "own" : "foreign";
}
