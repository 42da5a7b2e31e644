import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SessionId } from "#domain/ids";
import { agentFamily } from "#domain/people/agent";
import { enter } from "#functions/api/auth/enter";
import { companies } from "#store/companies";
import { joiningActions } from "#store/people";
import { personFiles } from "#store/person-files";
import { givePassword, PASSWORD, tokensOf, toolsOf } from "#test/way-in";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
type Listed = { readonly id: string; readonly current: boolean; readonly agent: string; readonly company_id: string };
const listed = (body: Record<string, unknown>): Listed[] => (Array.isArray(body["data"]) ? body["data"] : []);

describe("my sessions", () => {
  it("are listed with what I recognise them by, in all my companies, the latest used first", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    world.clock.pass(60);
    await tokensOf(world, mine, { agent: FIREFOX });
    world.clock.pass(60);
    const token = await tokenFor(world, { personId: mine.personId, companyId: theirs.id, role: "viewer" });
    const answer = await world.request("GET", "/auth/sessions", { token });
    expect(answer).toMatchObject({ status: 200, body: { next_cursor: null } });
    expect(listed(answer.body)).toMatchObject([
      { current: true, company_id: theirs.id, agent: "" },
      { current: false, company_id: mine.id, agent: "Firefox, Windows" },
      { current: false, company_id: mine.id, agent: "" },
    ]);
    expect(answer.text).not.toMatch(/hash|salt|refresh/i);
  });

  it("end one by one, at once; somebody else's is not there for me", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const { accessToken } = await tokensOf(world, mine);
    const others = listed((await mine.get("/auth/sessions")).body).filter(({ current }) => !current);
    expect(others).toHaveLength(1);
    const id = others[0]?.id ?? "";
    expect(await theirs.as("DELETE", `/auth/sessions/${id}`)).toMatchObject({ status: 404, body: { code: "session.not_found" } });
    expect((await world.request("GET", "/auth/me", { token: accessToken })).status).toBe(200);
    const ended = await mine.as("DELETE", `/auth/sessions/${id}`);
    expect(ended).toMatchObject({ status: 204, cookies: [] });
    expect((await world.request("GET", "/auth/me", { token: accessToken })).status).toBe(401);
    expect((await mine.as("DELETE", `/auth/sessions/${id}`)).status).toBe(404);
    expect((await mine.get("/auth/me")).status).toBe(200);
  });

  it("end with their cookies when it is this one", async () => {
    const mine = await company(world);
    const [current] = listed((await mine.get("/auth/sessions")).body);
    const ended = await mine.as("DELETE", `/auth/sessions/${current?.id}`);
    expect(ended.cookies).toEqual([expect.stringContaining("__Host-session=; "), expect.stringContaining("__Secure-refresh=; ")]);
    expect(ended.cookies.every((cookie) => cookie.includes("Max-Age=0"))).toBe(true);
    expect((await mine.get("/auth/me")).status).toBe(401);
  });

  it("are a hundred at most: the oldest ends when one more is opened; a new password ends them all", async () => {
    const mine = await company(world);
    for (let count = 0; count < 99; count += 1) await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
    expect((await mine.get("/auth/me")).status).toBe(200);
    const { accessToken } = await tokensOf(world, mine);
    const counted = async () => (await personFiles(world.table()).get(mine.personId))?.sessions.length;
    expect(await counted()).toBe(100);
    expect((await mine.get("/auth/me")).status).toBe(401);
    await givePassword(world, mine);
    const body = { current_password: PASSWORD, new_password: "trois petits chats gris dorment" };
    expect((await world.request("POST", "/auth/password", { token: accessToken, body })).status).toBe(200);
    expect(await counted()).toBe(1);
  });

  it("are a hundred at most however many logins come at once, and none of those is turned away", async () => {
    const mine = await company(world);
    const { personId } = mine;
    for (let count = 0; count < 96; count += 1) await tokenFor(world, { personId, companyId: mine.id, role: "owner" });
    const entered = await Promise.allSettled(Array.from({ length: 12 }, () => tokensOf(world, mine)));
    expect(entered.filter(({ status }) => status === "fulfilled")).toHaveLength(12);
    expect((await personFiles(world.table()).get(personId))?.sessions).toHaveLength(100);
  });

  it("can take the place of one that is still there, which ends; of none that was ended", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const person = { personId: mine.personId, name: "Camille Martin", email: "camille@example.test" };
    const joinedAt = world.clock.now().toISOString();
    await world.everywhere(theirs.id).transact(joiningActions({ personId: mine.personId, companyId: theirs.id, role: "viewer", joinedAt }));
    const to = await companies(world.table(theirs.id), theirs.id).get();
    const [old] = listed((await mine.get("/auth/sessions")).body);
    const from = { companyId: mine.id, sessionId: SessionId.parse(old?.id) };
    const change = () => enter({ person, company: to, role: "viewer", grant: "token", status: 200, from }, toolsOf(world));
    expect((await change()).status).toBe(200);
    expect((await mine.get("/auth/me")).status).toBe(401);
    await expect(change()).rejects.toMatchObject({ code: "auth.invalid_credentials" });
    expect((await personFiles(world.table()).get(mine.personId))?.sessions).toMatchObject([{ companyId: theirs.id }]);
  });

  it("leave ten known devices at most, the one unused for longest forgotten", async () => {
    const mine = await company(world);
    for (let count = 0; count < 12; count += 1) {
      world.clock.pass(1);
      await tokensOf(world, mine, { remember: true });
    }
    const file = await personFiles(world.table()).get(mine.personId);
    expect(file?.devices).toHaveLength(10);
    expect(file?.devices.map(({ lastUsedAt }) => lastUsedAt).sort()[0]).toBe(new Date(world.clock.now().getTime() - 9_000).toISOString());
  });

  it("are told in the outbox when they open, end and are stolen, without a token", async () => {
    const mine = await company(world);
    await tokensOf(world, mine);
    await mine.post("/auth/logout");
    const text = JSON.stringify(await world.engine.exec("Scan", { TableName: "numma" }));
    expect(text).toContain("session.opened");
    expect(text).toContain("session.ended");
  });
});

it("names browsers and systems, and keeps nothing else of what they say", () => {
  const known = {
    [FIREFOX]: "Firefox, Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1":
      "Safari, iOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36":
      "Chrome, macOS",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0":
      "Edge, Android",
    "curl/8.5.0": "curl",
    "<script>alert(1)</script>": "",
  };
  for (const [agent, family] of Object.entries(known)) expect(agentFamily(agent), agent).toBe(family);
});
