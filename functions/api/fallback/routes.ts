import * as z from "zod";
import { Refusal } from "#domain/refusals";
import { resource } from "#runtime/resource";
import { fallbackNeeding } from "#runtime/route";

/** The paths and methods there are, as the OpenAPI document lists them. */
const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const nothingHere = fallbackNeeding("assets")({
  summary: "Every other address: 404, or 405 with the methods there are",
  refuses: ["route.not_found", "route.method_not_allowed"],
  async handle({ request, assets }) {
    if (!isDecodable(request.path)) throw new Refusal("route.not_found");
    const { paths } = Paths.parse(JSON.parse(Buffer.from(await assets("openapi.json")).toString("utf8")));
    const methods = Object.entries(paths).flatMap(([path, operations]) =>
      patternOf(path).test(request.path) ? Object.keys(operations) : [],
    );
    if (methods.length === 0) throw new Refusal("route.not_found");
    throw new Refusal("route.method_not_allowed", { headers: { allow: methods.map((method) => method.toUpperCase()).join(", ") } });
  },
});

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);

export const fallbackApi = resource("fallback", [nothingHere], { memoryMb: 256 });
