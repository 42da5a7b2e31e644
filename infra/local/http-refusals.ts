import { STATUS_CODES } from "node:http";
import { Refusal } from "#domain/refusals";
import { bodyOf } from "#runtime/encode";
import { problemOf } from "#runtime/problem";
import { languageOf } from "#runtime/request";

/** An answer given before the API is asked, at the end of which the connection is closed. */
export type EarlyAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** What HTTP itself refuses (RFC 9457: a problem that says no more than its status). */
export function httpProblem(status: number): EarlyAnswer {
  const body = JSON.stringify({ type: "about:blank", title: STATUS_CODES[status] ?? "Error", status });
  return { status, headers: { "content-type": "application/problem+json" }, body };
}

/** A body beyond the limit, in the words of the API. */
export async function tooLarge(headers: Readonly<Record<string, string>>, requestId: string): Promise<EarlyAnswer> {
  const reply = await problemOf(new Refusal("request.body_too_large"), languageOf(headers), requestId);
  const body = Buffer.from(bodyOf(reply)).toString("utf8");
  return { status: reply.status, headers: { ...reply.headers, "x-request-id": requestId }, body };
}

/** Written on the socket itself, where there is no request to answer. */
export function rawAnswer({ status, headers, body }: EarlyAnswer): string {
  const all = { ...headers, connection: "close", "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", body].join("\r\n");
}

/** The status that says what node's parser, or its clock, did not like. */
export function statusOf(code: string | undefined): number {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") return 413;
  return 400;
}
