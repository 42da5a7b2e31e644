import { type BusinessDate, businessDate } from "../dates.ts";
import type { Provider } from "./provider.ts";

/** Last day of a provider that is known to end, or null. The Bankin' API (2019) ends on 2026-12-31 (Bridge's migration guide 2019 -> 2025, stamped 2026-09-09). */
export const lastDayOfProvider = (provider: Provider): BusinessDate | null => (provider === "bankin" ? businessDate("2026-12-31") : null);
