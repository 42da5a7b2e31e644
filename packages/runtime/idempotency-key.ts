import { Refusal } from "#domain/refusals";
import type { Actor } from "./actor.ts";
import type { HttpRequest } from "./request.ts";

/** The caller's key on a request it can count for: a POST by somebody known. Refuses a key that is no key. */
export function idempotencyKeyOf({ method, headers }: HttpRequest, actor: Actor | null): string | null {
  const text = headers["idempotency-key"];
  if (text === undefined || method !== "POST" || actor === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(text))
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/headers/idempotency-key", message: "idempotency_key" }] });
  return text;
}
