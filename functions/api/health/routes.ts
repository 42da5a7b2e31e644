import * as z from "zod";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";

const route = routesNeeding("deployment");

const health = route({
  method: "GET",
  path: "/health",
  may: "public",
  summary: "Alive, and which build",
  returns: z.object({ status: z.string(), build: z.string(), region: z.string(), stage: z.string() }).meta({ id: "Health" }),
  async handle({ deployment }) {
    return { status: "ok", ...deployment };
  },
});

export const healthApi = resource("health", [health], { memoryMb: 256 });
