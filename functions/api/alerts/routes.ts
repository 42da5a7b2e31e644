import * as z from "zod";
import { AlertChange } from "#domain/alerts/change";
import { instantOf } from "#domain/dates";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { alerts } from "#store/alerts";
import { acknowledgeAlert, changeAlert, deleteAlert, writeAlert } from "./changes.ts";
import { refreshAlerts } from "./refresh.ts";
import { AlertFilters, AlertParams, AlertView, NewAlertBody } from "./shapes.ts";

const route = routesNeeding("table");

/** Where a page ended: the day and id of the last alert seen. */
const Position = z.string().max(60);

const list = route({
  method: "GET",
  path: "/alerts",
  may: "alerts:read",
  summary: "Alerts, the latest due first. Filtered by kind or severity, a page may be shorter than asked and still have a next one",
  query: AlertFilters,
  returns: listOf(AlertView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors, now }) {
    const { status = null, kind = null, severity = null, from = null, to = null, limit } = query;
    const question = { status, kind, severity, from, to, limit, after: cursors.open(Position) };
    const { alerts: data, next } = await alerts(table, actor.companyId).page(question, instantOf(now()));
    return { data: [...data], nextCursor: next === null ? null : cursors.seal(next) };
  },
});

const create = route({
  method: "POST",
  path: "/alerts",
  may: "alerts:write",
  summary: "Write an alert of one's own (`custom`); at most 200 of them live at once",
  body: NewAlertBody,
  returns: AlertView,
  status: 201,
  refuses: ["alert.limit_reached"],
  handle: ({ body, ...doing }) => writeAlert(body, doing),
});

const get = route({
  method: "GET",
  path: "/alerts/{alert_id}",
  may: "alerts:read",
  summary: "One alert",
  params: AlertParams,
  returns: AlertView,
  refuses: ["alert.not_found"],
  handle: ({ params, actor, table, now }) => alerts(table, actor.companyId).get(params.alertId, instantOf(now())),
});

const change = route({
  method: "PUT",
  path: "/alerts/{alert_id}",
  may: "alerts:write",
  summary: "Change an alert; what is left out stays. One the system made takes a `status` and nothing else",
  params: AlertParams,
  body: AlertChange,
  returns: AlertView,
  refuses: ["alert.not_found", "alert.derived", "alert.limit_reached", "conflict.changed_meanwhile"],
  handle: ({ params, body, ...doing }) => changeAlert(params.alertId, body, doing),
});

const end = route({
  method: "DELETE",
  path: "/alerts/{alert_id}",
  may: "alerts:write",
  summary: "Delete an alert; what the system told once is not told again",
  params: AlertParams,
  returns: z.null(),
  status: 204,
  refuses: ["alert.not_found", "conflict.changed_meanwhile"],
  async handle({ params, ...doing }) {
    await deleteAlert(params.alertId, doing);
    return null;
  },
});

const acknowledge = route({
  method: "POST",
  path: "/alerts/{alert_id}/ack",
  may: "alerts:write",
  summary: "Acknowledge an alert; doing it again changes nothing, and what is closed stays closed",
  params: AlertParams,
  returns: AlertView,
  refuses: ["alert.not_found", "conflict.changed_meanwhile"],
  handle: ({ params, ...doing }) => acknowledgeAlert(params.alertId, doing),
});

const refresh = routesNeeding(
  "table",
  "directory",
)({
  method: "POST",
  path: "/alerts/refresh",
  may: "alerts:write",
  summary: "Make the tax alerts of the day now: deadlines 30, 7 and 1 days ahead. How many that made, and how many alerts are open",
  returns: z
    .object({ created: z.int(), open: z.int() })
    .meta({ id: "AlertRefresh", description: "Alerts this call made, and how many are open now.", examples: [{ created: 2, open: 5 }] }),
  refuses: ["tax.no_parameters"],
  handle: refreshAlerts,
});

export const alertsApi = resource("alerts", [list, create, get, change, end, acknowledge, refresh]);
