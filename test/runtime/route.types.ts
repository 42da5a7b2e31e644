import * as z from "zod";
import { fallbackNeeding, routesNeeding } from "#runtime/route";
import { schedule } from "#runtime/worker";

/**
 * What the types of a declaration must refuse. Nothing runs: `tsc` fails here when a mistake below compiles, because an expected error that
 * does not come is an error.
 */
const route = routesNeeding("table");
const Answer = z.object({ id: z.string() });
const common = { method: "GET", may: "session", summary: "A route", returns: Answer } as const;

export const right = route({
  ...{ ...common, path: "/api/things/{thing_id}" },
  params: z.object({ thingId: z.string() }),
  query: z.object({ limit: z.int() }),
  async handle({ params, query, actor, table }) {
    return { id: `${params.thingId} ${query.limit.toFixed(0)} ${actor.companyId} ${typeof table}` };
  },
});

export const parameterMissing = route({
  ...{ ...common, path: "/api/things/{thing_id}" },
  // @ts-expect-error the path names thing_id, params does not
  params: z.object({ otherId: z.string() }),
  handle: async () => ({ id: "1" }),
});

export const serviceNotNeeded = route({
  ...{ ...common, path: "/api/things" },
  // @ts-expect-error the resource did not declare the need for documents
  async handle({ documents }) {
    return { id: String(documents) };
  },
});

export const answerShort = route({
  ...{ ...common, path: "/api/things" },
  // @ts-expect-error the answer lacks the id that returns promises
  handle: async () => ({ name: "a thing" }),
});

export const nobodyThere = route({
  ...{ ...common, path: "/api/things", may: "public" },
  // @ts-expect-error a public route has no actor
  handle: async ({ actor }) => ({ id: actor.companyId }),
});

export const bodyNotDeclared = route({
  ...{ ...common, path: "/api/things" },
  // @ts-expect-error without a body schema there is no body
  handle: async ({ body }) => ({ id: body.name }),
});

export const refusalUnknown = route({
  ...{ ...common, path: "/api/things" },
  // @ts-expect-error the code is not in the table of refusals
  refuses: ["thing.not_found"],
  handle: async () => ({ id: "1" }),
});

export const permissionUnknown = route({
  ...{ ...common, path: "/api/things" },
  // @ts-expect-error no role holds such a permission
  may: "things:write",
  handle: async () => ({ id: "1" }),
});

// @ts-expect-error there is no such service
export const needUnknown = routesNeeding("tabel");

export const fallbackThatAnswers = fallbackNeeding("assets")({
  summary: "Every other address",
  refuses: ["route.not_found"],
  // @ts-expect-error the fallback only refuses
  handle: async () => ({ id: "1" }),
});

export const scheduleReachingTooFar = schedule({
  ...{ name: "sync/tick", expression: "rate(1 day)", errorImpact: "Personne.", needs: ["directory"] },
  // @ts-expect-error the queue is not among its needs
  async handle({ syncQueue }) {
    await syncQueue.send([]);
  },
});
