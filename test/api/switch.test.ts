import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colleague, sessionOf } from "#test/people";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });

/** A viewer of one company who owns another. */
async function ofTwo() {
  const here = await company(world);
  const viewer = await colleague(world, here.id, "viewer");
  const { body } = await viewer.post("/api/companies", { name: `Autre ${here.id.slice(-6)}` });
  return { here, viewer, there: String(body["id"]) };
}

describe("switching company", () => {
  it("enters the other company in one's role there, without the password, and ends the session here", async () => {
    const { here, viewer, there } = await ofTwo();
    const answer = await viewer.post("/auth/switch", { company_id: there, grant: "token" });
    expect(answer).toMatchObject({ status: 200, cookies: [], body: { company: { id: there }, role: "owner" } });
    refused(await viewer.get("/auth/me"), 401, "auth.invalid_token");
    const token = String(answer.body["access_token"]);
    expect((await world.request("GET", "/auth/me", { token })).body).toMatchObject({ company: { id: there }, role: "owner" });
    const back = await world.request("POST", "/auth/switch", { token, body: { company_id: here.id } });
    expect(back).toMatchObject({ status: 200, body: { company: { id: here.id }, role: "viewer" } });
    expect(back.body).not.toHaveProperty("access_token");
    expect(back.cookies[0]).toMatch(/^__Host-session=[\w.-]+; Path=\/; .*HttpOnly; SameSite=Lax$/);
  });

  it("knows no company one does not belong to, whether it exists or not, and stays where it is", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const session = await sessionOf(world, mine.id, mine.personId, "owner");
    const answers = [];
    for (const id of [theirs.id, world.newId("company")]) answers.push(await session.post("/auth/switch", { company_id: id }));
    for (const answer of answers) refused(answer, 404, "company.not_found");
    expect({ ...answers[0]?.body, request_id: "" }).toEqual({ ...answers[1]?.body, request_id: "" });
    expect((await session.get("/auth/me")).status).toBe(200);
    for (const body of [{}, { company_id: "atelier" }, { company_id: mine.id, role: "owner" }])
      refused(await session.post("/auth/switch", body), 400, "request.invalid");
  });

  it("is over for a company one was removed from", async () => {
    const { here, viewer, there } = await ofTwo();
    const entered = await viewer.post("/auth/switch", { company_id: there, grant: "token" });
    const owner = await sessionOf(world, here.id, here.personId, "owner");
    expect((await owner.delete(`/users/${viewer.personId}`)).status).toBe(204);
    const token = String(entered.body["access_token"]);
    refused(await world.request("POST", "/auth/switch", { token, body: { company_id: here.id } }), 404, "company.not_found");
    expect((await world.request("GET", "/auth/me", { token })).status).toBe(200);
  });

  it("takes the place of its session once when asked for twice at once", async () => {
    const { viewer, there } = await ofTwo();
    const answers = await Promise.all(Array.from({ length: 5 }, () => viewer.post("/auth/switch", { company_id: there, grant: "token" })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers.filter((answer) => answer.status !== 200)) expect(status).toBe(401);
  });
});
