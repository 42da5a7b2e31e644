import { lambda } from "#runtime/lambda";
import { dailyAlerts } from "./tick.ts";

export const handler = lambda(dailyAlerts);
