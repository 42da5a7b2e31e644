import { instantOf, shifted } from "#domain/dates";
import type { NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { accepted, answer, type Reply, seeOther } from "#runtime/reply";
import { type HttpRequest, prefersJson, waitSeconds } from "#runtime/request";
import type { Services } from "#runtime/services";
import { until } from "#runtime/until";
import { type Export, exports, newExportAction } from "#store/exports";
import { commit } from "#store/outbox";
import { exportView } from "./view.ts";

type Asking = Pick<Services, "table" | "documentLinks" | "exportsQueue"> & {
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

/**
 * Answers a question whose file is `wanted`: 303 to the file, JSON when the caller prefers it, 202 and where to look while it is
 * being made. However often and however many at once ask, there is one item, one message and one object. `check` may refuse what
 * was made.
 */
export async function answerWith(wanted: Export, asking: Asking, check: (made: Export) => void = () => undefined): Promise<Reply> {
  const { actor, request, table, documentLinks, now } = asking;
  const known = await exports(table, actor.companyId).find(wanted.id);
  if (known?.status !== "done") await askWorker(wanted, known, asking);
  const made = known?.status === "done" ? known : await endOf(wanted, asking);
  if (!made) return accepted(`/api/exports/${wanted.id}`, await exportView(known ?? wanted, documentLinks, now()));
  if (made.status === "failed") throw new Refusal("export.failed");
  check(made);
  const view = await exportView(made, documentLinks, now());
  return prefersJson(request.headers) || !view.url ? answer(200, view) : seeOther(view.url);
}

/** An export as it stands, or as it ended while the caller waited. One that seems forgotten is sent again; one that failed is told so. */
export async function followed(known: Export, asking: Asking): Promise<Export> {
  if (known.status === "done" || known.status === "failed") return known;
  await askWorker(known, known, asking);
  return (await endOf(known, asking)) ?? known;
}

const endOf = ({ id }: Export, { actor, request, table }: Asking): Promise<Export | null> =>
  until(waitSeconds(request.headers), request, async () => ended(await exports(table, actor.companyId).get(id)));

/** Sends the export to the worker: the first time, after a failure, and when it seems forgotten. Only the one who wrote that sends. */
async function askWorker(wanted: Export, known: Export | null, asking: Asking): Promise<void> {
  const queued = known ? await queuedAgain(known, asking) : await queuedFirst(wanted, asking);
  if (queued) await asking.exportsQueue.send([{ companyId: asking.actor.companyId, exportId: wanted.id }]);
}

async function queuedAgain(known: Export, { actor, table, now }: Asking): Promise<boolean> {
  return isForgotten(known, now()) && exports(table, actor.companyId).requeue(known, instantOf(now()));
}

async function queuedFirst(wanted: Export, { actor, request, table, now, newId }: Asking): Promise<boolean> {
  const event = {
    id: newId("event"),
    type: "export.requested",
    at: instantOf(now()),
    doer: doerOf(actor),
    requestId: request.requestId,
    objects: [{ id: wanted.id }],
  } as const;
  return (await commit(table, actor.companyId, [newExportAction(actor.companyId, wanted)], event)).done;
}

const ended = (one: Export): Export | null => (one.status === "done" || one.status === "failed" ? one : null);

/** An export still queued after this was perhaps never sent; sending again is harmless. */
const QUEUED_SECONDS = 30;
/** Longer than the worker may run: one still running after this was killed. */
const RUNNING_SECONDS = 660;

function isForgotten({ status, updatedAt }: Export, now: Date): boolean {
  if (status === "failed") return true;
  const seconds = status === "queued" ? QUEUED_SECONDS : RUNNING_SECONDS;
  return status !== "done" && updatedAt < shifted(instantOf(now), -seconds);
}
