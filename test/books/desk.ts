import { monotonicFactory } from "ulid";
import { idMaker } from "#domain/ids";
import { register } from "#functions/api/auth/register";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { ensureTable } from "#infra/local/table";
import { clock } from "#test/world";
import { ATTEMPTS_MAX, booksAt, tableOf } from "./company-books.ts";
import { directClient } from "./direct-client.ts";

/** A table in memory with its clock: the cheapest place where the real store and jobs run. */
export async function openDesk(start: string) {
  const time = clock(start);
  const next = monotonicFactory();
  const engine = await openEngine({ now: time.now, keepInStream: () => false });
  await ensureTable(engine, "numma");
  const newId = idMaker(() => next(time.now().getTime()));
  return {
    engine,
    time,
    newId,
    through: (one: Engine) => tableOf(directClient(one, ATTEMPTS_MAX)),
    directory: tableOf(directClient(engine)),
    end: () => engine.close(),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** One company at a desk, with its owner, its two first years and what its jobs are given. */
export async function openBooks(desk: Desk, closesOn = "12-31") {
  const { time, newId, directory } = desk;
  const slug = `c-${newId("event").slice(-14).toLowerCase()}`;
  const { company } = await register(
    {
      company: { name: "Atelier Horizon", slug, siren: "123456782", closesOn },
      name: "Camille Martin",
      email: `${slug}@example.test`,
      password: "unused here",
    },
    { directory, now: time.now, newId, requestId: "test", hash: async () => "none" },
  );
  return booksAt(desk, directory(company.id), company.id);
}
