import { afterAll, beforeAll, expect } from "vitest";
import type { Role } from "#domain/people/role";
import { mailedToken } from "#test/mails";
import { type Colleague, sessionOf } from "#test/people";
import { there } from "#test/there";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

export const PASSWORD = "un mot de passe assez long";

export const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });

export function never(): never {
  throw new Error("no session was opened");
}

/** A world without workers for the tests of one file, and how people come into its companies. */
export function usersDesk() {
  const held: { world?: TestWorld } = {};
  const world = () => there(held.world);
  beforeAll(async () => {
    held.world = await testWorld({ withoutWorkers: true });
  });
  afterAll(() => world().end());
  return {
    get world() {
      return world();
    },
    accepting: (token: unknown, more: object = {}) =>
      world().request("POST", "/users/invitations/accept", { body: { token, password: PASSWORD, ...more } }),
    /** Invites somebody, and reads their mail. */
    invites: async (who: Pick<Colleague, "post">, email: string, role: Role): Promise<{ id: string; token: string; answer: Answer }> => {
      const answer = await who.post("/users", { email, role });
      return { id: String(answer.body["id"]), token: await mailedToken(world(), email.toLowerCase()), answer };
    },
    /** A company with its owner in a session of their own. */
    owned: async () => {
      const mine = await company(world());
      return sessionOf(world(), mine.id, mine.personId, "owner");
    },
    usersOf: async (who: { get: (path: string) => Promise<Answer> }) =>
      (await who.get("/users?limit=200")).body["data"] as Record<string, unknown>[],
  };
}
