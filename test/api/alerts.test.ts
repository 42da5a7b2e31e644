import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "#domain/alerts/fact";
import { businessDate } from "#domain/dates";
import { cents } from "#domain/money";
import { raiseAction } from "#store/alert-actions";
import { alerts } from "#store/alerts";
import { commit } from "#store/outbox";
import { dataOf, expectRefusal, type Mine } from "#test/ledger";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

type ApiAlert = { readonly id: string; readonly kind: string; readonly status: string; readonly due_on: string; readonly version: number };

const finding = (dueOn: string, more: Partial<Finding> = {}): Finding => ({
  ...{ kind: "tax_deadline", subject: `is_acompte|${dueOn}`, stage: "J-7", severity: "attention", title: "Acompte", message: "À payer." },
  ...{ dueOn: businessDate(dueOn), amountCents: cents(250_000), link: { type: "calendar", id: null, path: "/analyze/calendar" } },
  ...more,
});
const event = () => ({
  ...{ id: world.newId("event"), at: world.clock.now().toISOString(), requestId: "test" },
  doer: { kind: "system", id: "test" } as const,
});
const store = (mine: Mine) => alerts(world.scoped(mine.id), mine.id);
const raised = async (mine: Mine, ...findings: readonly Finding[]) => store(mine).raise(findings, event());
const written = async (mine: Mine, more: object = {}): Promise<ApiAlert> => {
  const answer = await mine.post("/alerts", { title: "Assurance", message: "Demander deux devis.", ...more });
  expect(answer.status, answer.text).toBe(201);
  return Object(answer.body);
};
const listed = async (mine: Mine, query = "") => dataOf<ApiAlert>(await mine.get(`/alerts${query}`));
const events = async (mine: Mine) => {
  const query = {
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#OUTBOX` },
  };
  const { items } = await world.table(mine.id).query(query);
  return items.map((item) => String(item["type"])).filter((type) => type.startsWith("alert."));
};
const put = (mine: Mine, id: string, body: unknown, headers = {}) => mine.as("PUT", `/alerts/${id}`, { body, headers });

describe("an alert a person writes", () => {
  it("is open, of today unless said, and tells who wrote it", async () => {
    const mine = await company(world);
    const alert = await written(mine);
    expect(alert).toMatchObject({ kind: "custom", status: "open", due_on: "2026-11-25", severity: "info", created_by: mine.personId });
    expect(alert).toMatchObject({ fact: `custom|${alert.id}`, amount_cents: null, currency: "EUR", link: null, version: 1 });
    expect((await mine.get(`/alerts/${alert.id}`)).body).toEqual(alert);
    expect(await events(mine)).toEqual(["alert.created"]);
  });

  it("can be changed, closed, opened again and deleted, each change a version and an event", async () => {
    const mine = await company(world);
    const { id } = await written(mine);
    const changed = await put(mine, id, { title: "Assurance de l'atelier", due_on: "2026-12-18", severity: "urgent" });
    expect(changed.body).toMatchObject({
      title: "Assurance de l'atelier",
      message: "Demander deux devis.",
      severity: "urgent",
      version: 2,
    });
    expect((await put(mine, id, { status: "closed" })).body).toMatchObject({ status: "closed", version: 3, closed_at: expect.any(String) });
    expect((await put(mine, id, { status: "open" })).body).toMatchObject({ status: "open", version: 4, closed_at: null });
    expect((await put(mine, id, { status: "open" })).body).toMatchObject({ version: 4 });
    expect((await mine.as("DELETE", `/alerts/${id}`)).status).toBe(204);
    expectRefusal(await mine.get(`/alerts/${id}`), "alert.not_found");
    expectRefusal(await mine.as("DELETE", `/alerts/${id}`), "alert.not_found");
    expect((await events(mine)).toSorted()).toEqual(["alert.created", "alert.deleted", "alert.updated", "alert.updated", "alert.updated"]);
  });

  it("refuses what is no alert", async () => {
    const mine = await company(world);
    const bodies = [{}, { title: "A" }, { title: "", message: "M" }, { title: "A", message: "M", kind: "tax_deadline" }];
    const dated = ["2026-02-30", "demain"].map((due_on) => ({ title: "A", message: "M", due_on }));
    const others = [
      { title: "A".repeat(121), message: "M" },
      { title: "A\u0000", message: "M" },
      { title: "A", message: "M", severity: "grave" },
    ];
    for (const body of [...bodies, ...dated, ...others]) expectRefusal(await mine.post("/alerts", body), "request.invalid");
    expect(await listed(mine)).toEqual([]);
  });

  it("has at most a hundred and ninety-nine live neighbours, even when many are asked for at once; a closed one counts no more", async () => {
    const mine = await company(world);
    const head = { pk: `COMPANY#${mine.id}#ALERTS`, sk: "HEAD", written: 197 };
    await world.table(mine.id).put({ Item: head });
    const answers = await Promise.all(Array.from({ length: 8 }, () => mine.post("/alerts", { title: "A", message: "M" })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectRefusal(answer, "alert.limit_reached");
    const [first, second] = await listed(mine);
    await put(mine, first?.id ?? "", { status: "closed" });
    const added = await written(mine);
    expectRefusal(await put(mine, first?.id ?? "", { status: "open" }), "alert.limit_reached");
    await mine.as("DELETE", `/alerts/${first?.id}`);
    expectRefusal(await mine.post("/alerts", { title: "A", message: "M" }), "alert.limit_reached");
    await mine.post(`/alerts/${second?.id}/ack`);
    expectRefusal(await mine.post("/alerts", { title: "A", message: "M" }), "alert.limit_reached");
    await mine.as("DELETE", `/alerts/${added.id}`);
    await written(mine);
  });
});

describe("an alert of a fact", () => {
  it("is one, however often and by however many it is told", async () => {
    const mine = await company(world);
    const told = await Promise.all(Array.from({ length: 10 }, () => raised(mine, finding("2026-12-15"), finding("2026-12-20"))));
    expect(told.flat()).toHaveLength(2);
    expect(await raised(mine, finding("2026-12-15"), finding("2026-12-24"))).toMatchObject([{ dueOn: "2026-12-24" }]);
    expect((await listed(mine)).map(({ due_on }) => due_on)).toEqual(["2026-12-24", "2026-12-20", "2026-12-15"]);
    expect(new Set(await events(mine))).toEqual(new Set(["alert.raised"]));
  });

  it("stands in another feature's transaction, and fails by its own place when it was told before", async () => {
    const mine = await company(world);
    const effect = { Put: { TableName: "", Item: { pk: `COMPANY#${mine.id}#TOTALS`, sk: "TEST", n: 1 } } };
    const at = world.clock.now().toISOString();
    const send = () =>
      commit(world.scoped(mine.id), mine.id, [effect, raiseAction(mine.id, finding("2026-12-15", { kind: "budget" }), at)], {
        ...event(),
        type: "test.done",
        objects: [],
      });
    expect(await send()).toEqual({ done: true });
    expect(await send()).toEqual({ done: false, failed: [1] });
    expect(await listed(mine)).toMatchObject([{ kind: "budget", created_by: null, amount_cents: 250_000 }]);
  });

  it("takes a status and no other words", async () => {
    const mine = await company(world);
    const [alert] = await raised(mine, finding("2026-12-15"));
    for (const body of [{ title: "A" }, { status: "closed", due_on: "2027-01-01" }])
      expectRefusal(await put(mine, alert?.id ?? "", body), "alert.derived");
    expect((await put(mine, alert?.id ?? "", { status: "acknowledged" })).body).toMatchObject({ status: "acknowledged", version: 2 });
    expect((await put(mine, alert?.id ?? "", { status: "closed" })).body).toMatchObject({ status: "closed", version: 3 });
    expect((await put(mine, alert?.id ?? "", {})).body).toMatchObject({ version: 3 });
  });

  it("does not come back once it is deleted", async () => {
    const mine = await company(world);
    const [alert] = await raised(mine, finding("2026-12-15"));
    expect((await mine.as("DELETE", `/alerts/${alert?.id}`)).status).toBe(204);
    expect(await raised(mine, finding("2026-12-15"))).toEqual([]);
    expectRefusal(await mine.get(`/alerts/${alert?.id}`), "alert.not_found");
    expectRefusal(await mine.post(`/alerts/${alert?.id}/ack`), "alert.not_found");
    for (const query of ["", "?status=open", "?kind=tax_deadline"]) expect(await listed(mine, query)).toEqual([]);
  });

  it("is forgotten thirteen months after its day, and what a person wrote thirteen months after it was closed", async () => {
    const apart = await testWorld({ withoutWorkers: true });
    const mine = await company(apart);
    const open = await written(mine, { due_on: "2026-12-01" });
    const shut = await written(mine, { due_on: "2026-12-01" });
    await put(mine, shut.id, { status: "closed" });
    const [told] = await alerts(apart.scoped(mine.id), mine.id).raise([finding("2026-12-15")], event());
    apart.clock.set("2027-12-25T12:00:00.000Z");
    const { personId, id: companyId } = mine;
    const left = async () => {
      const token = await tokenFor(apart, { personId, companyId, role: "owner" });
      return dataOf<ApiAlert>(await apart.request("GET", "/alerts", { token })).map(({ id }) => id);
    };
    expect(await left()).toEqual([told?.id, shut.id, open.id]);
    apart.clock.set("2027-12-27T12:00:00.000Z");
    expect(await left()).toEqual([told?.id, open.id]);
    const token = await tokenFor(apart, { personId, companyId, role: "owner" });
    expectRefusal(await apart.request("GET", `/alerts/${shut.id}`, { token }), "alert.not_found");
    apart.clock.set("2028-01-16T12:00:00.000Z");
    expect(await left()).toEqual([open.id]);
    await apart.end();
  });
});

describe("an acknowledgement", () => {
  it("counts once, for the first who gives it, even when ten give it at once", async () => {
    const mine = await company(world);
    const [alert] = await raised(mine, finding("2026-12-15"));
    const answers = await Promise.all(Array.from({ length: 10 }, () => mine.post(`/alerts/${alert?.id}/ack`)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    world.clock.pass(60);
    expect((await mine.post(`/alerts/${alert?.id}/ack`)).body).toEqual(answers[0]?.body);
    expect(answers[0]?.body).toMatchObject({ status: "acknowledged", acknowledged_by: mine.personId, version: 2 });
    expect((await events(mine)).filter((type) => type === "alert.acknowledged")).toHaveLength(1);
  });

  it("leaves what is closed closed", async () => {
    const mine = await company(world);
    const { id } = await written(mine);
    await put(mine, id, { status: "closed" });
    expect((await mine.post(`/alerts/${id}/ack`)).body).toMatchObject({ status: "closed", acknowledged_by: null, version: 2 });
  });
});

describe("a change", () => {
  it("of what somebody else changed meanwhile is refused", async () => {
    const mine = await company(world);
    const { id } = await written(mine);
    const first = await mine.get(`/alerts/${id}`);
    const etag = { "if-match": first.headers["etag"] ?? "" };
    expect((await put(mine, id, { title: "B" }, etag)).status).toBe(200);
    expectRefusal(await put(mine, id, { title: "C" }, etag), "request.precondition_failed");
    expectRefusal(await mine.as("DELETE", `/alerts/${id}`, { headers: etag }), "request.precondition_failed");
    const answers = await Promise.all(Array.from({ length: 6 }, (_, place) => put(mine, id, { title: `T${place}` })));
    for (const answer of answers) if (answer.status !== 200) expectRefusal(answer, "conflict.changed_meanwhile");
    const { version } = Object((await mine.get(`/alerts/${id}`)).body);
    expect(version).toBe(2 + answers.filter(({ status }) => status === 200).length);
  });
});

describe("the list", () => {
  it("has the latest due first, pages without losing or repeating one, and narrows by status, kind, severity and days", async () => {
    const mine = await company(world);
    const days = Array.from({ length: 12 }, (_, place) => `2026-12-${String(place + 1).padStart(2, "0")}`);
    await raised(mine, ...days.map((day, place) => finding(day, { severity: place % 3 === 0 ? "urgent" : "info" })));
    const own = await written(mine, { due_on: "2026-12-06" });
    const ids: string[] = [];
    let cursor = "";
    for (let page = 0; page < 10 && (page === 0 || cursor !== ""); page += 1) {
      const { body } = await mine.get(`/alerts?limit=4${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
      ids.push(...(body["data"] as ApiAlert[]).map(({ id }) => id));
      cursor = String(body["next_cursor"] ?? "");
    }
    const all = await listed(mine);
    expect([ids, new Set(ids).size]).toEqual([all.map(({ id }) => id), 13]);
    expect(all.map(({ due_on }) => due_on)).toEqual(
      all
        .map(({ due_on }) => due_on)
        .toSorted()
        .reverse(),
    );
    expect(await listed(mine, "?kind=custom")).toMatchObject([{ id: own.id }]);
    expect((await listed(mine, "?severity=urgent")).map(({ due_on }) => due_on)).toEqual([
      "2026-12-10",
      "2026-12-07",
      "2026-12-04",
      "2026-12-01",
    ]);
    expect((await listed(mine, "?from=2026-12-05&to=2026-12-06")).map(({ kind }) => kind).toSorted()).toEqual([
      ...["custom", "tax_deadline", "tax_deadline"],
    ]);
    await mine.post(`/alerts/${own.id}/ack`);
    expect(await listed(mine, "?status=acknowledged")).toMatchObject([{ id: own.id }]);
    expect(await listed(mine, "?status=open&kind=custom")).toEqual([]);
    expect(await listed(mine, "?status=open&from=2026-12-11")).toHaveLength(2);
    expectRefusal(await mine.get("/alerts?status=open&cursor=x.y"), "request.bad_cursor");
  });

  it("looks at so many at most for a page that is filtered, and goes on from there", async () => {
    const mine = await company(world);
    const own = await written(mine, { due_on: "2020-01-01" });
    for (let at = 0; at < 7; at += 1)
      await raised(mine, ...Array.from({ length: 80 }, (_, place) => finding("2026-12-15", { subject: `s${at}-${place}` })));
    const first = await mine.get("/alerts?kind=custom");
    expect(first.body).toMatchObject({ data: [], next_cursor: expect.any(String) });
    const rest = await mine.get(`/alerts?kind=custom&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    expect(rest.body).toMatchObject({ data: [{ id: own.id }], next_cursor: null });
  });
});
