import * as z from "zod";

/** What one deployment is told from outside: `-c stage=prod -c allowedOrigin=https://app.example.fr -c alarmEmail=...`. */
export const Deployment = z.object({
  /** Part of every physical name, so that two stages never meet. */
  stage: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "a lower-case word of at most 12 letters and digits"),
  /** Origins of browsers that may call the API, separated by commas; empty = none. */
  allowedOrigin: z.string(),
  /** Who is told when an alarm rings; empty = the topic has no subscriber yet. */
  alarmEmail: z.union([z.literal(""), z.email()]),
  /** Address mails come from; its domain is verified in SES beforehand. */
  mailFrom: z.email().default("ne-pas-repondre@numma.invalid"),
  /** Page where a person sets a new password; empty = mails show a code to type. */
  passwordResetPage: z.union([z.literal(""), z.url({ protocol: /^https$/ })]).default(""),
  /** Folder of the bundled functions. */
  code: z.string().min(1),
  /** What `/health` answers as the build. */
  build: z.string().min(1),
});
export type Deployment = z.infer<typeof Deployment>;

export const originsOf = ({ allowedOrigin }: Pick<Deployment, "allowedOrigin">): readonly string[] =>
  allowedOrigin
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
