import { createHash } from "node:crypto";
import { instantOf } from "#domain/dates";
import { JobId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Action, type Db, db, type Key, type Outcome, TRANSACTION_ACTIONS_MAX } from "#store/db";
import { companyScope, joined } from "#store/guard";
import { claim, type Done, doneAction, type IdempotencyRecord, keyOf, recordOf, unclaim } from "#store/idempotency";
import type { Actor } from "./actor.ts";
import { isRecord } from "./case.ts";
import type { Container } from "./container.ts";
import { bodyOf, JSON_TYPE } from "./encode.ts";
import { type Failed, type Hold, newHold } from "./hold.ts";
import type { RawInput } from "./input.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, waitSeconds } from "./request.ts";
import type { RawCall, Route } from "./route.ts";

/** A decision that keeps losing its race is made anew this often. */
const ATTEMPTS_MAX = 20;
const PAUSE_MS = 15;
/** How soon a caller may ask again for a request that is still being worked on. */
const RETRY_SECONDS = 2;

/** Headers of an answer worth telling again. */
const KEPT_HEADERS = new Set(["location", "retry-after", "content-type", "content-language", "vary"]);

type Asked = { readonly route: Route; readonly input: RawInput; readonly call: RawCall; readonly container: Container };

/**
 * Runs a route once for a key of its caller: one effect whatever happens, and the same answer to every repetition for 24 hours. The answer is
 * written in the effect's own transaction. A repetition with another request is refused, and so is one that comes while a request that
 * reaches outside the table is being worked on. A refusal is not kept: the caller may correct it and ask again with the same key.
 */
export async function runOnce(text: string, actor: Actor, asked: Asked): Promise<Reply> {
  const { call, container, route } = asked;
  const { companyId, id } = actor;
  const key = keyOf(companyId, id, text);
  const own = db(container.documentClient(companyId), container.environment.NUMMA_TABLE, companyScope(companyId), call.context.meter);
  const once: Once = { ...asked, key, own, requestHash: hashOf(call.request), owner: route.claims ? call.request.requestId : null };
  const known = await recordOf(own, key, instantOf(call.now()));
  if (known) return replayed(known, once);
  if (once.owner === null) return effect(once, actor);
  if (!(await claim(own, key, once.requestHash, once.owner, instantOf(call.now())))) return replayed(await knownNow(once), once);
  const state = { answered: false };
  try {
    const reply = await effect(once, actor);
    state.answered = reply.status < 300;
    return reply;
  } finally {
    if (!state.answered) await unclaim(own, key, once.owner);
  }
}

type Once = Asked & { readonly key: Key; readonly own: Db; readonly requestHash: string; readonly owner: string | null };

async function effect(once: Once, actor: Actor): Promise<Reply> {
  let failed: Failed | null = null;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const hold = newHold(failed);
    const { route, call, input } = once;
    // Waiting for the end of a job comes after the write, not before it.
    const { prefer: _, ...headers } = call.request.headers;
    const context = route.direct ? call.context : { ...call.context, hold };
    const reply = await route.run(input, { ...call, request: { ...call.request, headers }, context });
    if (reply.status >= 300) return reply;
    const outcome = await written(once, hold, reply);
    if (outcome === "answered") return replayed(await knownNow(once), once);
    if (outcome.done) {
      await sendAll(once, hold.messages);
      return settled(reply, actor, once);
    }
    failed = hold.blame(outcome.failed);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * attempt));
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** A caller who is ready to wait for a job gets its result, now that it is under way. */
async function settled(reply: Reply, actor: Actor, { call: { request }, own: table }: Once): Promise<Reply> {
  const jobId = JobId.safeParse(/^\/api\/jobs\/(\w+)$/.exec(reply.headers["location"] ?? "")?.[1]);
  if (reply.status !== 202 || waitSeconds(request.headers) === 0 || !jobId.success) return reply;
  const { awaitedJob } = await import("./start-job.ts");
  return awaitedJob(jobId.data, { table, actor, request });
}

/** Effect and answer in one transaction; the answer alone where the effect came in pieces. `answered`: another request with this key was faster. */
async function written(once: Once, hold: Hold, reply: Reply): Promise<Outcome | "answered"> {
  const { container, call, own, key } = once;
  if (hold.actions.length >= TRANSACTION_ACTIONS_MAX) throw new Error("a held transaction has no room for its answer");
  const scope = joined(...new Set([own.scope, ...hold.scopes]));
  const ofOneCompany = scope.prefixes.every((prefix) => own.scope.prefixes.includes(prefix));
  const client = container.documentClient((ofOneCompany && call.context.companyId) || undefined);
  const both = db(client, container.environment.NUMMA_TABLE, scope, call.context.meter);
  const at = instantOf(call.now());
  const actions: Action[] = [...hold.actions, doneAction(key, doneOf(once, hold, reply), at, once.owner)];
  try {
    const outcome = await both.transact(actions);
    if (outcome.done) return outcome;
    return outcome.failed.includes(hold.actions.length) ? "answered" : outcome;
  } catch (error) {
    if ((await recordOf(own, key, at))?.state === "done") return "answered";
    throw error;
  }
}

function doneOf({ requestHash, route }: Once, { messages }: Hold, reply: Reply): Done {
  const body = bodyOf(reply);
  const headers = { ...(body.byteLength > 0 && { "content-type": JSON_TYPE }), ...reply.headers };
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name)));
  return { requestHash, answer: { status: reply.status, headers: kept, body: route.secret ? null : body }, messages: [...messages] };
}

async function knownNow({ own, key, call }: Once): Promise<IdempotencyRecord> {
  const known = await recordOf(own, key, instantOf(call.now()));
  if (!known) throw new Refusal("conflict.changed_meanwhile");
  return known;
}

/** The stored answer. What was to be sent is sent again, because its first sending may have died; whoever works it does so once. */
async function replayed(known: IdempotencyRecord, once: Once): Promise<Reply> {
  if (known.requestHash !== once.requestHash) throw new Refusal("idempotency.other_request");
  if (known.state === "running") throw new Refusal("idempotency.in_progress", { headers: { "retry-after": String(RETRY_SECONDS) } });
  const { status, headers, body } = known.answer;
  if (body === null) {
    const { location } = headers;
    throw new Refusal("idempotency.answer_not_kept", { headers: { [REPLAYED]: "true", ...(location !== undefined && { location }) } });
  }
  await sendAll(once, known.messages.map(asRepeated));
  return { reply: true, status, headers: { ...headers, [REPLAYED]: "true" }, cookies: [], body: { bytes: body } };
}

/** A read of a bank that is asked for again must not take over the lease of the one that is running: its message says that it is a repetition. */
const asRepeated = (one: Done["messages"][number]): Done["messages"][number] =>
  one.queue === "sync" && isRecord(one.message) ? { ...one, message: { ...one.message, repeated: true } } : one;

const REPLAYED = "idempotent-replayed";

async function sendAll({ container }: Once, messages: Done["messages"]): Promise<void> {
  if (messages.length === 0) return;
  const sender = (await import("./queue.ts")).senders(container);
  for (const { queue, message } of messages) await sender(queue).send([message]);
}

/** One request, whatever its key: method, address, query and body, byte for byte. */
const hashOf = ({ method, path, query, body }: HttpRequest): string =>
  createHash("sha256")
    .update(JSON.stringify([method, path, query]))
    .update("\n")
    .update(body)
    .digest("hex");
