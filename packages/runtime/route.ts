import * as z from "zod";
import type { NewId } from "#domain/ids";
import { type Flaw, Refusal, type RefusalCode } from "#domain/refusals";
import type { Actor, PersonActor } from "./actor.ts";
import type { Cursors } from "./cursor.ts";
import { parsePart, type RawInput } from "./input.ts";
import type { Leaving } from "./leaving.ts";
import type { Need } from "./needs.ts";
import type { Permission } from "./permissions.ts";
import type { Context, Provide } from "./provide.ts";
import { answer, isReply, type Reply, spoken } from "./reply.ts";
import type { HttpRequest, Language } from "./request.ts";
import type { Services } from "./services.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `public` = nobody needs to be known; `session` = any person who is logged in; otherwise the permission the role, or the key, must hold. */
export type May = "public" | "session" | Permission;

type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Camel<Name> | NamesIn<Rest> : never;
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type ParamsOf<Path> = z.ZodObject<{ [Name in NamesIn<Path>]: z.ZodType }>;
type ActorFor<Rule extends May> = Rule extends "public" ? null : Rule extends "session" ? PersonActor : Actor;

/** What a handler is given besides its parsed input and its services. */
type Call<Rule extends May> = {
  readonly actor: ActorFor<Rule>;
  readonly request: HttpRequest;
  readonly language: Language;
  readonly cursors: Cursors;
  readonly now: () => Date;
  readonly newId: NewId;
  /**
   * Refuses the request unless its `If-Match`, when it has one, names what is there now: its version, or, for what has none, the view a
   * GET would give. Whatever changes or ends something calls it before it writes.
   */
  readonly assertMatch: (now: { readonly version: number } | { readonly view: unknown }) => void;
};

/** A body that is a file of several kinds: an example of each media type, and the schema of its JSON form. */
export type FileBody = { readonly json: z.ZodType; readonly files: Readonly<Record<string, string>> };

/** A partner's body, signed over its very bytes in a header; an example of both. */
export type SignedBody = { readonly header: string; readonly signature: string; readonly example: Readonly<Record<string, unknown>> };

type Nothing = z.ZodObject<Record<never, never>>;

/** One route, whole: everything the gateway, the roles, the validation, the OpenAPI page and the tests need to know. */
type Declaration<
  Path extends string,
  Rule extends May,
  Params extends ParamsOf<Path>,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Returns extends z.ZodType,
  Needs extends Need,
> = {
  readonly method: Method;
  readonly path: Path;
  readonly may: Rule;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** What the answer is; it is parsed by this schema, so nothing else leaks. */
  readonly returns: Returns;
  readonly status?: 200 | 201 | 202 | 204 | 302;
  /** Other good answers the handler may give by itself (202, 303, a page). */
  readonly also?: readonly number[];
  /** Media types the same answer may come in besides JSON, as bytes the handler makes. */
  readonly alsoAs?: readonly string[];
  readonly refuses?: readonly RefusalCode[];
  /** The body stays bytes (`request.body`): a partner signs what was sent, not what was parsed. */
  readonly signed?: SignedBody;
  /**
   * The body is the bytes of a file, or JSON; the handler reads `request.body`. `true`: a FEC, or JSON that names an uploaded file; otherwise what
   * each media type holds.
   */
  readonly file?: boolean | FileBody;
  /** The answer holds something shown once: no copy of it is kept, not even for a repetition. */
  readonly secret?: boolean;
  /** The answer holds sentences for people, in the caller's language: it says which. */
  readonly speaks?: boolean;
  /** It leaves: every answer says until when, and what takes its place. */
  readonly leaves?: Leaving;
  /**
   * What it does is many transactions, each harmless when repeated: none is held back for the answer, which is kept after the last of them, and a
   * repetition after a crash half-way finishes what was begun.
   */
  readonly direct?: boolean;
  /** Reaches outside the table before it writes: two of them with one Idempotency-Key never run at once. */
  readonly claims?: boolean;
  readonly handle: (
    call: { readonly params: z.output<Params>; readonly query: z.output<Query>; readonly body: z.output<Body> } & Call<Rule> &
      Pick<Services, Needs>,
  ) => Promise<z.input<Returns> | Reply>;
};

/** A route after its types have done their work: what a list of routes holds. */
export type Route = {
  readonly method: Method;
  readonly path: string;
  readonly routeKey: string;
  readonly may: May;
  readonly summary: string;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly returns: z.ZodType;
  readonly status: number;
  readonly also: readonly number[];
  readonly alsoAs: readonly string[];
  readonly refuses: readonly RefusalCode[];
  /** The body is not parsed: the handler reads its bytes. */
  readonly raw: boolean;
  readonly signed: SignedBody | null;
  readonly file: boolean | FileBody;
  readonly secret: boolean;
  readonly claims: boolean;
  readonly direct: boolean;
  readonly leaves: Leaving | null;
  readonly speaks: boolean;
  readonly needs: readonly Need[];
  /** Parses the input, builds the declared services, runs the handler, parses its answer. */
  readonly run: (input: RawInput, call: RawCall) => Promise<Reply>;
};

/** What the dispatcher hands to a route: the actor is known by then, the services are still to be built. */
export type RawCall = Omit<Call<"public">, "actor"> & {
  readonly actor: Actor | null;
  readonly provide: Provide;
  readonly context: Context;
};

/** The needs of a resource become both the services its routes receive and the grants its function gets. */
export const routesNeeding =
  <const Needs extends Need>(...needs: readonly Needs[]) =>
  <
    const Path extends string,
    const Rule extends May,
    Returns extends z.ZodType,
    Params extends ParamsOf<Path> = ParamsOf<Path>,
    Query extends z.ZodObject = Nothing,
    Body extends z.ZodType = z.ZodUndefined,
  >(
    declaration: Declaration<Path, Rule, Params, Query, Body, Returns, Needs>,
  ): Route => {
    const { method, path, may, summary, returns, status = 200, also = [], refuses = [], file = false, signed = null } = declaration;
    const { secret = false, claims = false, direct = false, leaves = null, alsoAs = [], speaks = false } = declaration;
    const query = declaration.query ?? z.strictObject({});
    return {
      ...{ method, path, routeKey: `${method} ${path}`, may, summary, returns, status, also, refuses, file, needs, query },
      ...{ secret, claims, direct, leaves, alsoAs, signed, speaks, raw: signed !== null || file !== false },
      params: declaration.params ?? null,
      body: declaration.body ?? null,
      async run(input, { provide, context, actor, ...call }) {
        const flaws: Flaw[] = [];
        const parts = {
          params: parsePart(declaration.params, input.params, "/path", flaws),
          query: parsePart(declaration.query, input.query, "/query", flaws),
          body: parsePart(declaration.body, input.body, "", flaws),
        };
        if (!declaration.query) parsePart(query, input.query, "/query", flaws);
        if (flaws.length > 0)
          throw new Refusal(flaws.every(isUnknownParameter) ? "request.unknown_parameter" : "request.invalid", { flaws });
        const services = await provide(needs, context);
        const result = await declaration.handle({ ...parts, ...call, actor: actorFor(may, actor), ...services });
        const reply = isReply(result) ? checkedReply(result, returns) : answer(status, status === 204 ? null : returns.parse(result));
        return speaks ? spoken(reply, call.language) : reply;
      },
    };
  };

/** A 2xx JSON answer made by hand is held to the declared schema too. */
const checkedReply = (reply: Reply, returns: z.ZodType): Reply =>
  reply.body && "json" in reply.body && reply.status < 202 ? { ...reply, body: { json: returns.parse(reply.body.json) } } : reply;

const isUnknownParameter = ({ pointer, message }: Flaw) => message === "unknown_field" && pointer.startsWith("/query/");

function actorFor<Rule extends May>(may: Rule, actor: Actor | null): ActorFor<Rule>;
function actorFor(may: May, actor: Actor | null): Actor | null {
  if (may === "public") return null;
  if (!actor) throw new Error("a route that needs an actor ran without one");
  return actor;
}

/** The gateway's `$default` route: it has no path of its own, takes any method, and refuses or tells what there is. */
export const fallbackNeeding =
  <const Needs extends Need>(...needs: readonly Needs[]) =>
  (declaration: {
    readonly summary: string;
    readonly refuses: readonly RefusalCode[];
    readonly handle: (call: { readonly request: HttpRequest } & Pick<Services, Needs>) => Promise<Reply>;
  }): Route => ({
    ...{
      method: "GET",
      path: "/",
      routeKey: DEFAULT_ROUTE,
      may: "public",
      summary: declaration.summary,
      refuses: declaration.refuses,
      needs,
    },
    ...{
      params: null,
      query: z.looseObject({}),
      body: null,
      returns: z.never(),
      status: 404,
      also: [],
      alsoAs: [],
      raw: true,
      signed: null,
      file: false,
      secret: false,
      claims: false,
      direct: false,
      leaves: null,
      speaks: false,
    },
    run: async (_, { provide, context, request }) => declaration.handle({ request, ...(await provide(needs, context)) }),
  });

export const DEFAULT_ROUTE = "$default";
