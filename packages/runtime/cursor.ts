import { createHmac, timingSafeEqual } from "node:crypto";
import type * as z from "zod";
import { Refusal } from "#domain/refusals";

/** Opens and seals list cursors, bound to one tenant and one query. */
export type Cursors = {
  /** Where the last page ended, or null at the start. Refuses a cursor that is forged, foreign or of another query. */
  open<Position>(position: z.ZodType<Position>): Position | null;
  seal(position: unknown): string;
};

const CURSOR_LENGTH_MAX = 2_000;

/** `scope` names tenant, route and query, so that a cursor taken elsewhere never opens here. Of several keys the first seals and all open. */
export function cursorsOf(text: string | undefined, scope: string, keys: string | readonly string[]): Cursors {
  const [current = "", ...others] = typeof keys === "string" ? [keys] : keys;
  const sign = (payload: string, key: string) =>
    createHmac("sha256", key).update(scope).update("\n").update(payload).digest().subarray(0, 16);
  return {
    open(position) {
      if (text === undefined) return null;
      const [payload = "", signature = ""] = text.length <= CURSOR_LENGTH_MAX ? text.split(".") : [];
      const given = Buffer.from(signature, "base64url");
      const isSignedWith = (key: string): boolean => {
        const expected = sign(payload, key);
        return given.length === expected.length && timingSafeEqual(given, expected);
      };
      if (![current, ...others].some(isSignedWith)) throw badCursor();
      const parsed = position.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString()));
      if (!parsed.success) throw badCursor();
      return parsed.data;
    },
    seal(position) {
      const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
      return `${payload}.${sign(payload, current).toString("base64url")}`;
    },
  };
}

const badCursor = () => new Refusal("request.bad_cursor", { flaws: [{ pointer: "/query/cursor", message: "bad_cursor" }] });
