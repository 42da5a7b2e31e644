import { lambda } from "#runtime/lambda";
import { projectEvents } from "./project.ts";

export const handler = lambda(projectEvents);
