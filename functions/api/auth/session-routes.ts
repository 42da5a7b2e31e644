import * as z from "zod";
import { SessionId } from "#domain/ids";
import { UNCHANGING } from "#runtime/etag";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { endedCookies } from "./cookies.ts";
import { endSession, sessionsOf } from "./own-sessions.ts";
import { OwnSession } from "./shapes.ts";

const route = routesNeeding("directory");

const list = route({
  method: "GET",
  path: "/auth/sessions",
  may: "session",
  summary: "My live sessions, in all my companies",
  returns: z.object({ data: z.array(OwnSession), nextCursor: z.null() }),
  handle: async ({ actor, ...tools }) => ({ data: await sessionsOf(actor, tools), nextCursor: null }),
});

const end = route({
  method: "DELETE",
  path: "/auth/sessions/{id}",
  may: "session",
  summary: "End one of my sessions",
  params: z.object({ id: SessionId }),
  returns: z.null(),
  status: 204,
  refuses: ["session.not_found"],
  async handle({ params, actor, assertMatch, ...tools }) {
    assertMatch(UNCHANGING);
    await endSession(params.id, actor, tools);
    return answer(204, null, { cookies: params.id === actor.sessionId ? endedCookies() : [] });
  },
});

export const SESSION_ROUTES = [list, end];
