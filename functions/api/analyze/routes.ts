import { resource } from "#runtime/resource";
import { identifiersRoute } from "./identifiers.ts";

export const analyzeApi = resource("analyze", [identifiersRoute]);
