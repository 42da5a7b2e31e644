import * as z from "zod";
import { bytes } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { PAGE_ASSETS, redocPage, swaggerPage } from "./pages.ts";

const route = routesNeeding("assets");
const page = z.null().meta({ content: ["text/html"] });

const docs = route({
  method: "GET",
  path: "/docs",
  may: "public",
  summary: "Try the API (Swagger UI)",
  returns: page,
  async handle() {
    return swaggerPage();
  },
});

const redoc = route({
  method: "GET",
  path: "/redoc",
  may: "public",
  summary: "Read the API (ReDoc)",
  returns: page,
  async handle() {
    return redocPage();
  },
});

const openapi = route({
  method: "GET",
  path: "/openapi.json",
  may: "public",
  summary: "This API as OpenAPI 3.1",
  returns: z.null().meta({ content: ["application/json"], tagged: true }),
  async handle({ assets }) {
    return bytes("application/json; charset=utf-8", await assets("openapi.json"), { "cache-control": "public, max-age=300" });
  },
});

const AssetName = z.enum(["swagger-ui.css", "swagger-ui-bundle.js", "redoc.standalone.js"]);

const asset = route({
  method: "GET",
  path: "/docs/assets/{name}",
  may: "public",
  summary: "Scripts and styles of the documentation pages",
  params: z.object({ name: AssetName }),
  returns: z.null().meta({ content: ["text/css", "text/javascript"], tagged: true }),
  async handle({ params, assets }) {
    return bytes(PAGE_ASSETS[params.name], await assets(params.name), { "cache-control": "public, max-age=86400" });
  },
});

export const docsApi = resource("docs", [docs, redoc, openapi, asset]);
