import * as z from "zod";
import { Instant, instantOf, shifted } from "#domain/dates";
import { ExportId, ShareId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { humanText } from "#domain/text";
import { doerOf } from "#runtime/actor";
import { UNCHANGING } from "#runtime/etag";
import { listOf, listQuery } from "#runtime/list";
import { originOf } from "#runtime/origin";
import { routesNeeding } from "#runtime/route";
import { exports } from "#store/exports";
import { newShare, SHARE_OPENS_MAX, type Share, shares, shareToken } from "#store/shares";

const route = routesNeeding("table", "directory", "randomness");
const params = z.object({ exportId: ExportId });

const HOURS_MAX = 720;
const HOURS_DEFAULT = 168;

const ShareView = z
  .object({
    id: ShareId,
    exportId: ExportId,
    label: z.string().nullable(),
    status: z.enum(["live", "expired", "revoked", "used_up"]),
    opens: z.int(),
    opensMax: z.int(),
    createdAt: Instant,
    lastOpenedAt: Instant.nullable(),
    expiresAt: Instant,
    revokedAt: Instant.nullable(),
  })
  .meta({ id: "Share", examples: [{ label: "Cabinet Rey, FEC 2026", opens: 2 }] });

/** The one answer that holds the link: nobody can be told it again. */
const NewShareView = ShareView.extend({ url: z.string(), token: z.string() }).meta({
  id: "NewShare",
  examples: [
    {
      ...{ label: "Cabinet Rey, FEC 2026", opens: 0, lastOpenedAt: null },
      url: "https://api.example.com/share/sK3v9QmX2cTnB7hLr4WzYp8dFg1jUa6e",
    },
  ],
});

export const share = route({
  method: "POST",
  path: "/api/exports/{export_id}/share",
  may: "exports:write",
  summary: "Link to a finished export for somebody without an account; it expires, can be revoked, and is shown once",
  params,
  body: z
    .strictObject({
      expiresInHours: z.int().min(1).max(HOURS_MAX).default(HOURS_DEFAULT),
      label: humanText(120).exactOptional(),
    })
    .meta({ examples: [{ expiresInHours: 168, label: "Cabinet Rey, FEC 2026" }] }),
  returns: NewShareView,
  status: 201,
  secret: true,
  refuses: ["export.not_found", "export.not_finished", "share.limit_reached"],
  async handle({ params, body, actor, request, table, directory, randomness, now, newId }) {
    const { companyId } = actor;
    const one = await exports(table, companyId).get(params.exportId);
    if (one.status !== "done") throw new Refusal("export.not_finished");
    const at = instantOf(now());
    const token = shareToken(randomness);
    const facts = { id: newId("share"), exportId: one.id, token, label: body.label || null, createdBy: actor.id, createdAt: at };
    const made = newShare({ ...facts, expiresAt: shifted(at, body.expiresInHours * 3_600) });
    const event = { id: newId("event"), at, doer: doerOf(actor), requestId: request.requestId } as const;
    await shares(directory(companyId), companyId).add(made, event);
    return { ...viewOf(made, at), token, url: `${originOf(request)}/share/${token}` };
  },
});

export const listShares = route({
  method: "GET",
  path: "/api/exports/{export_id}/shares",
  may: "exports:read",
  summary: "Links to an export, newest first, without their tokens",
  params,
  query: listQuery({}),
  returns: listOf(ShareView),
  refuses: ["export.not_found", "request.bad_cursor"],
  async handle({ params, query, actor, table, cursors, now }) {
    await exports(table, actor.companyId).get(params.exportId);
    const page = await shares(table, actor.companyId).page(params.exportId, query.limit, cursors.open(z.string().max(80)));
    const at = instantOf(now());
    return { data: page.shares.map((one) => viewOf(one, at)), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

export const revokeShare = route({
  method: "DELETE",
  path: "/api/exports/{export_id}/shares/{share_id}",
  may: "exports:write",
  summary: "Revoke a link at once; revoking it again changes nothing",
  params: params.extend({ shareId: ShareId }),
  returns: z.null(),
  status: 204,
  refuses: ["export.not_found", "share.not_found"],
  async handle({ params, actor, request, table, directory, now, newId, assertMatch }) {
    const { companyId } = actor;
    assertMatch(UNCHANGING);
    await exports(table, companyId).get(params.exportId);
    const at = instantOf(now());
    const event = { id: newId("event"), at, doer: doerOf(actor), requestId: request.requestId } as const;
    await shares(directory(companyId), companyId).revoke(params.exportId, params.shareId, event);
    return null;
  },
});

function viewOf(one: Share, at: Instant): z.input<typeof ShareView> {
  const { id, exportId, label, opens, createdAt, lastOpenedAt, expiresAt, revokedAt } = one;
  return {
    ...{ id, exportId, label, opens, opensMax: SHARE_OPENS_MAX, createdAt, lastOpenedAt, expiresAt, revokedAt },
    status: statusOf(one, at),
  };
}

function statusOf({ opens, expiresAt, revokedAt }: Share, at: Instant): z.input<typeof ShareView>["status"] {
  if (revokedAt !== null) return "revoked";
  if (expiresAt <= at) return "expired";
  return opens >= SHARE_OPENS_MAX ? "used_up" : "live";
}
