import { createHash } from "node:crypto";
import { Refusal } from "#domain/refusals";
import { isRecord } from "./case.ts";
import { bodyOf } from "./encode.ts";
import { answer } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

/**
 * The tag of an answer: a digest of its bytes, and before it the version of what it shows, when it has one. A reader compares the whole
 * (`If-None-Match`: did anything I show change?), a writer the version alone (`If-Match`: did anybody change what I am about to write? A
 * balance that moved meanwhile is no such change).
 */
export function etagOf(body: Uint8Array, view: unknown): string {
  const digest = createHash("sha256").update(body).digest("base64url").slice(0, DIGEST_LETTERS);
  return isRecord(view) && typeof view["version"] === "number" ? `"${view["version"]}.${digest}"` : `"${digest}"`;
}

const DIGEST_LETTERS = 16;

/** Whether the caller already has what this tag stands for. Weak and strong compare alike on a read. */
export function alreadyHas({ method, headers }: HttpRequest, etag: string): boolean {
  const given = headers["if-none-match"];
  if (given === undefined || (method !== "GET" && method !== "HEAD")) return false;
  const tags = tagsOf(given);
  return tags.includes("*") || tags.some((tag) => tag.replace(/^W\//, "") === etag);
}

/** A view is given as its schema parses it, so that its bytes are those a GET sends. Refuses a write whose `If-Match` names something else than what is there now. A weak tag never matches (RFC 9110 §13.1.1). */
export function assertMatch({ headers }: HttpRequest, now: { readonly version: number } | { readonly view: unknown }): void {
  const given = headers["if-match"];
  if (given === undefined) return;
  const tags = tagsOf(given);
  const matches = "version" in now ? ofVersion(now.version) : (tag: string) => tag === etagOf(bodyOf(answer(200, now.view)), now.view);
  if (!tags.includes("*") && !tags.some(matches)) throw new Refusal("request.precondition_failed");
}

/** A client may send the whole tag back, or only its version in quotes. */
const ofVersion = (version: number) => (tag: string) => tag === `"${version}"` || (tag.startsWith(`"${version}.`) && tag.endsWith('"'));

/** What is made and ended, never changed: of its versions there is one. */
export const UNCHANGING = { version: 1 } as const;

const TAGS_MAX = 20;
const tagsOf = (header: string): readonly string[] =>
  header
    .split(",", TAGS_MAX)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
