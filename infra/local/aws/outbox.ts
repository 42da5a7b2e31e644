import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** A mail that was sent on this machine, and went no further. */
export const OutboxMail = z.object({
  id: z.string(),
  sentAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});
export type OutboxMail = z.infer<typeof OutboxMail>;

export type Outbox = {
  /** Keeps a mail and gives its id. */
  readonly add: (mail: Omit<OutboxMail, "id" | "sentAt">) => string;
  /** Newest first, at most `LISTED_MAX`. */
  readonly list: () => readonly OutboxMail[];
  readonly get: (id: string) => OutboxMail | undefined;
};

const LISTED_MAX = 200;
const NAME = /^[0-9A-Za-z-]{1,64}\.json$/;

/** Opens the outbox of a directory: one file a mail, published by one rename. Ids sort by time. */
export function openOutbox({ directory, now, newId }: { directory: string; now: () => Date; newId: () => string }): Outbox {
  mkdirSync(directory, { recursive: true });
  const read = (name: string) => OutboxMail.parse(JSON.parse(readFileSync(join(directory, name), "utf8")));
  const names = () => readdirSync(directory).filter((name) => NAME.test(name));
  return {
    add(mail) {
      const id = newId();
      const path = join(directory, `${id}.json`);
      writeFileSync(`${path}.new`, JSON.stringify({ id, sentAt: now().toISOString(), ...mail }), { mode: 0o600 });
      renameSync(`${path}.new`, path);
      return id;
    },
    list: () => names().sort().reverse().slice(0, LISTED_MAX).map(read),
    get: (id) => (names().includes(`${id}.json`) ? read(`${id}.json`) : undefined),
  };
}
