import * as z from "zod";
import { instantOf } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { networkOf } from "#runtime/network";
import { found } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { exports } from "#store/exports";
import { shareBehind, shares } from "#store/shares";

const route = routesNeeding("directory", "documentLinks");

/** A redirect is followed at once: what outlives a revocation is this long. */
const FOLLOWED_SECONDS = 60;

/**
 * A token that is unknown, malformed, expired, revoked or used up is answered the same: a stranger learns nothing from it. Every
 * opening is counted and told in the outbox, before the file is given.
 */
const open = route({
  method: "GET",
  path: "/share/{token}",
  may: "public",
  summary: "Open a shared export: 302 to the file, for whoever holds the link",
  params: z.object({ token: z.string() }),
  returns: z.null(),
  status: 302,
  refuses: ["share.not_found"],
  async handle({ params, request, directory, documentLinks, now, newId }) {
    const target = await shareBehind(directory(), params.token);
    if (!target) throw new Refusal("share.not_found");
    const { companyId, exportId, shareId } = target;
    const table = directory(companyId);
    const doer = { kind: "share", id: shareId, network: networkOf(request.sourceIp) } as const;
    const event = { id: newId("event"), at: instantOf(now()), doer, requestId: request.requestId };
    if (!(await shares(table, companyId).open(exportId, shareId, event))) throw new Refusal("share.not_found");
    const { key, fileName } = await exports(table, companyId).get(exportId);
    return found((await documentLinks.linkTo(key, fileName, FOLLOWED_SECONDS)).url);
  },
});

export const shareApi = resource("share", [open]);
