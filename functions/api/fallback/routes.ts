import { Refusal } from "#domain/refusals";
import { noContent } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { fallbackNeeding } from "#runtime/route";
import { Methods, methodsAt } from "./methods.ts";

const nothingHere = fallbackNeeding("assets")({
  summary: "Every other address: 404, or 405 with the methods there are; OPTIONS tells them",
  refuses: ["route.not_found", "route.method_not_allowed"],
  async handle({ request, assets }) {
    const known = Methods.parse(JSON.parse(Buffer.from(await assets("routes.json")).toString("utf8")));
    const methods = methodsAt(known, request.path);
    if (methods.length === 0) throw new Refusal("route.not_found");
    const headers = { allow: methods.join(", ") };
    if (request.method === "OPTIONS") return noContent(headers);
    throw new Refusal("route.method_not_allowed", { headers });
  },
});

export const fallbackApi = resource("fallback", [nothingHere], { memoryMb: 256 });
