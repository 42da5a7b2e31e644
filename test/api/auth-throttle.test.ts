import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { afterGuess, type Guesses, type Quota, windowOf } from "#domain/people/throttle";
import { logIn } from "#functions/api/auth/login";
import { networkName } from "#runtime/network";
import { sha256 } from "#store/sha256";
import { throttles } from "#store/throttles";
import { emailOf, givePassword, PASSWORD, tokensOf, toolsOf } from "#test/way-in";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

/** Uses a quota so many times, in one write. */
async function used(name: string, quota: Quota, count: number): Promise<void> {
  const window = windowOf(quota, world.clock.now().toISOString()).number;
  await world.table().put({ Item: { pk: `SYSTEM#THROTTLE#${sha256(`${name}\n${window}`)}`, sk: "THROTTLE", count } });
}
const HUNDRED = { most: 100, windowSeconds: 3_600 };
const SIXTY = { most: 60, windowSeconds: 3_600 };

/** One guess whose comparison is counted instead of computed; gives the status or the refusal. */
function guesser(email: string, ip = "203.0.113.9") {
  const reached: string[] = [];
  const verify = async (password: string, hash: string | null) => {
    reached.push(password);
    return hash !== null && password === PASSWORD;
  };
  const guess = (password: string, more: { readonly deviceToken?: string } = {}) =>
    logIn({ email, password, grant: "token", ...more }, { ...toolsOf(world, {}, ip), verify }).then(
      ({ status }) => ({ status, retryAfter: "" }),
      (error: unknown) => ({ status: String(Object(error).code), retryAfter: String(Object(error).headers["retry-after"] ?? "") }),
    );
  return { guess, reached };
}

const INSTANT = "2026-11-25T11:00:00.000Z";
const later = (seconds: number) => new Date(Date.parse(INSTANT) + seconds * 1_000).toISOString();

describe("wrong passwords", () => {
  it("thirty at once: at most six reach the hash, for an account and for one nobody has", async () => {
    const mine = await company(world);
    const outcomes = [];
    for (const email of [await emailOf(world, mine), "personne@example.test"]) {
      const { guess, reached } = guesser(email);
      const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => guess(`faux ${index}`)));
      expect(reached.length).toBeLessThanOrEqual(6);
      expect(reached.length).toBeGreaterThanOrEqual(5);
      const tooMany = answers.filter(({ status }) => status === "auth.too_many_attempts");
      expect(tooMany.length).toBe(30 - reached.length);
      for (const { retryAfter } of tooMany) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
      outcomes.push({ reached: reached.length, answers: answers.map(({ status }) => status).sort() });
    }
    console.log(`throttle: 30 wrong passwords at once, ${outcomes.map(({ reached }) => reached).join(" and ")} reached the hash`);
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it("wait twice as long each time, up to a quarter of an hour, and are forgotten after a day", () => {
    const state: { guesses: Guesses | null; at: number } = { guesses: null, at: 0 };
    const waits: number[] = [];
    for (let count = 0; count < 18; count += 1) {
      const verdict = afterGuess(state.guesses, later(state.at));
      if (!verdict.allowed) {
        waits.push(verdict.retryAfterSeconds);
        state.at += verdict.retryAfterSeconds;
        const next = afterGuess(state.guesses, later(state.at));
        state.guesses = next.allowed ? next.guesses : null;
      } else state.guesses = verdict.guesses;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(afterGuess(state.guesses, later(state.at + 86_400))).toMatchObject({ allowed: true, guesses: { count: 1 } });
  });

  it("five in a quarter of an hour are free, and forgotten when it is over", () => {
    const four = { count: 4, since: INSTANT, lastAt: later(800) };
    expect(afterGuess(four, later(899))).toMatchObject({ guesses: { count: 5 } });
    expect(afterGuess(four, later(900))).toMatchObject({ guesses: { count: 1 } });
  });

  it("answer 429 with the seconds to wait, over HTTP", async () => {
    const mine = await company(world);
    const { guess } = guesser(await emailOf(world, mine));
    for (let count = 0; count < 6; count += 1) {
      await guess("faux");
      world.clock.pass(count === 5 ? 1 : 0);
    }
    const body = { email: await emailOf(world, mine), password: "faux" };
    const answers = await Promise.all([1, 2, 3].map(() => world.request("POST", "/auth/login", { body })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]).toMatchObject({ body: { code: "auth.too_many_attempts" } });
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  });

  it("keep nobody out who comes from a known device, and a right one starts the count anew", async () => {
    const mine = await company(world);
    const email = await emailOf(world, mine);
    await givePassword(world, mine);
    const { deviceToken = "" } = await tokensOf(world, mine, { remember: true });
    const { guess } = guesser(email);
    for (let count = 0; count < 10; count += 1) await guess("faux");
    expect((await guess(PASSWORD)).status).toBe("auth.too_many_attempts");
    expect((await guess(PASSWORD, { deviceToken: "x".repeat(43) })).status).toBe("auth.too_many_attempts");
    expect((await guess(PASSWORD, { deviceToken })).status).toBe(200);
    expect((await guess(PASSWORD)).status).toBe("auth.too_many_attempts");
    for (let count = 0; count < 5; count += 1) await guess("faux", { deviceToken });
    expect((await guess(PASSWORD, { deviceToken })).status).toBe("auth.too_many_attempts");
    world.clock.pass(901);
    expect((await guess(PASSWORD)).status).toBe(200);
    expect((await guess("faux")).status).toBe("auth.invalid_credentials");
  });

  it("of one owner count together, whether the company or the e-mail is named, and no answer tells that they are one person's", async () => {
    const mine = await company(world);
    const { guess, reached } = guesser(await emailOf(world, mine));
    const byCompany = (companyId: string) =>
      logIn({ companyId, password: "faux" }, { ...toolsOf(world), verify: async () => false }).catch(() => null);
    for (let count = 0; count < 5; count += 1) await byCompany(mine.id);
    await givePassword(world, mine);
    for (let count = 0; count < 5; count += 1)
      expect((await guess(PASSWORD)).status, "beyond the person's count, even the right one").toBe("auth.invalid_credentials");
    expect((await guess(PASSWORD)).status).toBe("auth.too_many_attempts");
    expect(reached).toEqual(Array.from({ length: 5 }, () => PASSWORD));
    world.clock.pass(86_400);
    expect((await guess(PASSWORD)).status).toBe(200);
  });
});

describe("what a login costs", () => {
  it("is shown alike for an account with many sessions and for one nobody has; the log alone knows", async () => {
    const mine = await company(world);
    for (let count = 0; count < 30; count += 1) await tokensOf(world, mine, { remember: true });
    const costs: unknown[] = [];
    for (const email of [await emailOf(world, mine), "nulle-part@example.test"]) {
      const { headers } = await world.request("POST", "/auth/login", { body: { email, password: "faux" } });
      costs.push(headers["numma-cost"]);
    }
    expect(costs).toEqual(["rru=0; wru=0; auth-rru=0", "rru=0; wru=0; auth-rru=0"]);
    const logged = world.events.filter(({ route }) => route === "POST /auth/login").slice(-2);
    expect(logged.every(({ rru }) => Number(rru) > 0)).toBe(true);
    expect((await mine.get("/auth/me")).headers["numma-cost"]).toMatch(/^rru=[1-9]/);
  });
});

describe("a network", () => {
  it("gets a hundred failures through at most, when more come at once, and as many successes as it likes", async () => {
    const ip = "203.0.113.210";
    await used(`failures:${ip}`, HUNDRED, 60);
    const guessers = Array.from({ length: 80 }, (_, index) => guesser(`n${index}@example.test`, ip));
    await Promise.all(guessers.map(({ guess }) => guess("faux")));
    expect(guessers.filter(({ reached }) => reached.length > 0)).toHaveLength(40);
    const [mine, other] = [await company(world), "203.0.113.211"];
    await givePassword(world, mine);
    await used(`failures:${other}`, HUNDRED, 99);
    const email = await emailOf(world, mine);
    for (let count = 0; count < 3; count += 1) expect((await guesser(email, other).guess(PASSWORD)).status).toBe(200);
  });

  it("that failed too often keeps out neither a known device nor who is logged in", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const { deviceToken = "", accessToken } = await tokensOf(world, mine, { remember: true });
    const ip = "203.0.113.220";
    await used(`failures:${ip}`, HUNDRED, 100);
    await used("failures:127.0.0.1", HUNDRED, 100);
    const { guess } = guesser(await emailOf(world, mine), ip);
    expect((await guess(PASSWORD)).status).toBe("auth.too_many_attempts");
    expect((await guess(PASSWORD, { deviceToken })).status).toBe(200);
    const body = { current_password: "faux", new_password: "trois petits chats gris dorment" };
    expect(await world.request("POST", "/auth/password", { token: accessToken, body })).toMatchObject({ status: 422 });
    world.clock.pass(3_600);
  });

  it("may fail a hundred times an hour, over all accounts", async () => {
    const ip = "203.0.113.200";
    await used(`failures:${ip}`, HUNDRED, 99);
    expect((await guesser("un@example.test", ip).guess("faux")).status).toBe("auth.invalid_credentials");
    const refused = await guesser("deux@example.test", ip).guess("faux");
    expect(refused.status).toBe("auth.too_many_attempts");
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(3_600);
    expect((await guesser("deux@example.test", "203.0.113.201").guess("faux")).status).toBe("auth.invalid_credentials");
    world.clock.pass(3_600);
    expect((await guesser("trois@example.test", ip).guess("faux")).status).toBe("auth.invalid_credentials");
  });

  it("is the gateway's word: a header does not change it, nor does the end of an IPv6 address", async () => {
    expect(["192.0.2.1", "::ffff:192.0.2.1", "2001:db8:0:1:2:3:4:5", "2001:DB8::9", "::1"].map(networkName)).toEqual([
      "192.0.2.1",
      "192.0.2.1",
      "2001:db8:0:1",
      "2001:db8:0:0",
      "0:0:0:0",
    ]);
    await used("failures:127.0.0.1", HUNDRED, 100);
    const headers = { "x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7", forwarded: "for=198.51.100.7" };
    const body = { email: "quatre@example.test", password: "faux" };
    expect(await world.request("POST", "/auth/login", { body, headers })).toMatchObject({ status: 429 });
    world.clock.pass(3_600);
  });

  it("may sign up and ask for mails only so often", async () => {
    for (const name of ["register:127.0.0.1", "forgot:127.0.0.1"]) await used(name, SIXTY, 60);
    const body = { company: { name: "Trop" }, name: "Trop", email: "trop@example.test", password: PASSWORD };
    expect(await world.request("POST", "/auth/register", { body })).toMatchObject({ status: 429 });
    expect(await world.request("POST", "/auth/password/forgot", { body: { email: "a@b.test" } })).toMatchObject({ status: 429 });
    expect(await throttles(world.table()).use("register:192.0.2.5", SIXTY, world.clock.now().toISOString())).toBe(true);
  });
});
