import * as z from "zod";
import { Moment } from "./provider-parse.ts";

/** What Bridge v3 answers besides logins, accounts and rows. */
export const WireUser = z.object({ uuid: z.string().min(1).max(80) });
export const WireToken = z.object({
  access_token: z.string().min(1),
  expires_at: Moment.nullish().catch(undefined),
  user: WireUser.nullish(),
});
export const WireConnectSession = z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000) });
