import * as z from "zod";
import { enter } from "#functions/api/auth/enter";
import { hashPassword } from "#runtime/passwords";
import { SECRETS } from "#runtime/secret-shapes";
import { companies } from "#store/companies";
import { personKey } from "#store/person-files";
import type { Answer, company, TestWorld } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;

export const PASSWORD = "une pomme verte sur le mur";
const known: { hash?: Promise<string> } = {};

/** Gives a person a password; it is hashed once for all of them. */
export async function givePassword(world: TestWorld, { personId }: Pick<Mine, "personId">, text = PASSWORD): Promise<void> {
  known.hash ??= hashPassword(PASSWORD);
  const hash = text === PASSWORD ? await known.hash : await hashPassword(text);
  await world.table().update({
    Key: personKey(personId),
    UpdateExpression: "SET passwordHash = :hash",
    ExpressionAttributeValues: { ":hash": hash },
  });
}

export const emailOf = async (world: TestWorld, { personId }: Pick<Mine, "personId">): Promise<string> =>
  String((await world.table().get({ Key: personKey(personId) }))?.["email"]);

const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), deviceToken: z.string().exactOptional() });

/** Tools a handler of `auth` is given, outside any function. */
export const toolsOf = (world: TestWorld, headers: Readonly<Record<string, string>> = {}, sourceIp = "127.0.0.1") => ({
  directory: (...ids: readonly (Mine["id"] | undefined)[]) => world.everywhere(...ids),
  signingSecrets: async () => SECRETS.signing.parse(JSON.parse(world.secret("signing"))),
  envelopeSecrets: async () => SECRETS.envelope.parse(JSON.parse(world.secret("envelope"))),
  randomness: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  now: world.clock.now,
  newId: world.newId,
  request: {
    ...{ routeKey: "", method: "POST", path: "/", params: {}, query: [], headers, cookies: {}, body: new Uint8Array() },
    ...{ sourceIp, domain: "", requestId: "test", remainingMs: () => 10_000 },
  },
});

/** Opens a session as a login does, without the cost of a hash. */
export async function tokensOf(world: TestWorld, mine: Mine, { remember = false, agent = "" } = {}) {
  const person = { personId: mine.personId, name: "Camille Martin", email: "camille@example.test" };
  const company = await companies(world.table(mine.id), mine.id).get();
  const { body } = await enter(
    { person, company, role: "owner", grant: "token", status: 200, remember },
    toolsOf(world, agent === "" ? {} : { "user-agent": agent }),
  );
  return Tokens.parse(body && "json" in body ? body.json : null);
}

/** Shows a refresh token, as a program does. */
export const refresh = (world: TestWorld, token: unknown, agent = ""): Promise<Answer> =>
  world.request("POST", "/auth/refresh", { body: { refresh_token: token }, headers: agent === "" ? {} : { "user-agent": agent } });
