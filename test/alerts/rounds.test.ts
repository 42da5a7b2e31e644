import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CompanyId } from "#domain/ids";
import { COMPANY_SHARDS, companiesOfShard } from "#store/company-list";
import { deliver } from "#test/faults/switchable";
import { dataOf, type Mine } from "#test/ledger";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld({ withoutWorkers: true, start: "2026-01-15T10:00:00.000Z" });
});
afterEach(() => world.end());

type ApiAlert = {
  readonly id: string;
  readonly fact: string;
  readonly title: string;
  readonly status: string;
  readonly severity: string;
  readonly due_on: string;
  readonly amount_cents: number | null;
};

/** Under IS and monthly TVA, last year's tax known: every quarter an instalment with its amount, every month a TVA return. */
async function taxed(): Promise<Mine> {
  const mine = await company(world);
  const legal = {
    legal_form: [{ value: "sarl", valid_from: "2019-01-01" }],
    vat_regime: [{ value: "normal_mensuel", valid_from: "2019-01-01" }],
  };
  expect((await mine.as("PUT", `/api/companies/${mine.id}`, { body: legal })).status).toBe(200);
  expect((await sayForTax(mine, 1_000_000)).status).toBe(200);
  return mine;
}
const sayForTax = async (mine: Mine, isCents: number) => {
  const filed = (year: number) => ({
    closed_on: `${year}-12-31`,
    turnover_cents: 40_000_000,
    normal_rate_base_cents: 4 * isCents,
    is_cents: isCents,
  });
  const body = { created_on: "2019-01-01", vat_return_day: 19, cfe_liable: false, filed_returns: [filed(2024), filed(2025)] };
  return world.request("PUT", `/api/companies/${mine.id}/tax-profile`, { body, token: await as(mine) });
};

/** The session of the world's start has ended by then. */
const as = async (mine: Mine) => tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
const listed = async (mine: Mine, query = "") =>
  dataOf<ApiAlert>(await world.request("GET", `/alerts?limit=200${query}`, { token: await as(mine) }));
const stagesOf = (all: readonly ApiAlert[], code: string) =>
  all.filter(({ fact }) => fact.includes(`|${code}`)).map(({ fact }) => fact.split("|").slice(-2).join(" "));

const round = (companyId: CompanyId) => deliver(world, "alerts/deadlines", { companyId });
/** Fires the schedule and lets the worker have what it sent. */
async function morning(at: string): Promise<number> {
  world.clock.set(at);
  await world.handlers.get("alerts/tick")?.({ scheduledTime: at }, { getRemainingTimeInMillis: () => 60_000 });
  const queue = world.sqs.queue("alerts");
  let messages = 0;
  for (let [one] = queue.receive({ max: 1 }); one; [one] = queue.receive({ max: 1 })) {
    await deliver(world, "alerts/deadlines", JSON.parse(one.body));
    queue.delete(one.receipt);
    messages += 1;
  }
  return messages;
}

describe("the morning's round", () => {
  it("visits every company once, and tells each its deadlines 30, 7 and 1 days ahead, once each, with the amount when it is known", async () => {
    const [mine, other] = [await taxed(), await company(world)];
    for (const day of ["10", "15", "16"]) expect(await morning(`2026-11-${day}T05:30:00.000Z`)).toBe(2);
    for (const day of ["08", "09", "14", "15"]) await morning(`2026-12-${day}T05:30:00.000Z`);
    const all = await listed(mine);
    expect(stagesOf(all, "is.acompte_4").toSorted()).toEqual(["2026-12-15 J-1", "2026-12-15 J-30", "2026-12-15 J-7"]);
    const acompte = all.filter(({ fact }) => fact.includes("is.acompte_4"));
    expect(acompte.map(({ amount_cents }) => amount_cents)).toEqual([250_000, 250_000, 250_000]);
    expect(acompte.map(({ status, severity }) => `${severity} ${status}`).toSorted()).toEqual([
      "attention closed",
      "info closed",
      "urgent open",
    ]);
    expect(stagesOf(all, "tva.ca3_mensuelle")).toContain("2026-12-21 J-7");
    expect(new Set(all.map(({ fact }) => fact)).size).toBe(all.length);
    const theirs = await listed(other);
    expect(theirs.some(({ fact }) => fact.includes("tva."))).toBe(false);
    expect(theirs.filter(({ fact }) => fact.includes("is.acompte_4")).map(({ amount_cents }) => amount_cents)).toEqual([null, null, null]);
  });

  it("fired twice, or for a company by ten workers at once, tells nothing twice", async () => {
    const mine = await taxed();
    world.clock.set("2026-12-10T05:30:00.000Z");
    await Promise.all(Array.from({ length: 10 }, () => round(mine.id)));
    const first = await listed(mine);
    expect(first.length).toBeGreaterThan(1);
    await morning("2026-12-10T05:31:00.000Z");
    expect(await listed(mine)).toEqual(first);
  });

  it("fired a day late, or after days without any, tells what was missed as of the day it comes", async () => {
    const mine = await taxed();
    await morning("2026-11-16T23:59:00.000Z");
    expect(stagesOf(await listed(mine), "is.acompte_4")).toEqual(["2026-12-15 J-30"]);
    await morning("2026-12-10T05:30:00.000Z");
    expect(stagesOf(await listed(mine, "&status=open"), "is.acompte_4")).toEqual(["2026-12-15 J-7"]);
  });

  it("goes by the day in Paris, also in the night the clocks change", async () => {
    const mine = await taxed();
    // 22:30 UTC is 23:30 in Paris in winter, 00:30 of the next day in summer.
    await morning("2026-02-12T22:30:00.000Z");
    expect(stagesOf(await listed(mine), "is.acompte_1")).toEqual([]);
    await morning("2026-02-13T22:59:00.000Z");
    expect(stagesOf(await listed(mine), "is.acompte_1")).toEqual([]);
    await morning("2026-02-13T23:01:00.000Z");
    expect(stagesOf(await listed(mine), "is.acompte_1")).toEqual(["2026-03-16 J-30"]);
    for (const at of ["2026-03-29T00:59:00.000Z", "2026-03-29T01:01:00.000Z", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]) {
      await morning(at);
      const before = await listed(mine);
      await morning(at);
      expect(await listed(mine)).toEqual(before);
    }
  });

  it("takes back what is not due after all, tells it again when it is, and does not bring back what was deleted", async () => {
    const mine = await taxed();
    await morning("2026-12-10T05:30:00.000Z");
    const [alert] = (await listed(mine)).filter(({ fact }) => fact.includes("is.acompte_4"));
    await world.request("DELETE", `/alerts/${alert?.id}`, { token: await as(mine) });
    const told = (await listed(mine)).length;
    await morning("2026-12-11T05:30:00.000Z");
    expect((await listed(mine)).length).toBe(told);
    const before = await listed(mine, "&status=open");
    const say = async (regime: string) => {
      const vat_regime = [{ value: regime, valid_from: "2019-01-01" }];
      return world.request("PUT", `/api/companies/${mine.id}`, { body: { vat_regime }, token: await as(mine) });
    };
    const ofVat = async () => (await listed(mine)).filter(({ fact }) => fact.includes("|tva."));
    expect(await ofVat()).toHaveLength(1);
    await say("franchise");
    await morning("2026-12-12T05:30:00.000Z");
    expect(await ofVat()).toEqual([]);
    await say("normal_mensuel");
    await morning("2026-12-12T06:30:00.000Z");
    expect((await listed(mine, "&status=open")).map(({ fact }) => fact)).toEqual(before.map(({ fact }) => fact));
    expect(await ofVat()).toHaveLength(1);
  });

  it("knows by the alerts themselves what was told when its own note of it is lost", async () => {
    const mine = await taxed();
    await morning("2026-12-09T05:30:00.000Z");
    const [gone, ...kept] = await listed(mine);
    await world.request("DELETE", `/alerts/${gone?.id}`, { token: await as(mine) });
    await world.table(mine.id).delete({ Key: { pk: `COMPANY#${mine.id}#ALERTS`, sk: "TAX" } });
    expect(kept.length).toBeGreaterThan(0);
    await morning("2026-12-09T06:00:00.000Z");
    expect(await listed(mine)).toEqual(kept);
  });

  it("forgets a deadline thirty days past, and tells nobody when its alert was dealt with", async () => {
    const mine = await taxed();
    await morning("2026-12-14T05:30:00.000Z");
    const seen = (await listed(mine)).filter(({ due_on }) => due_on === "2026-12-15");
    for (const { id } of seen) await world.request("POST", `/alerts/${id}/ack`, { token: await as(mine) });
    const note = async () => {
      const item = await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#ALERTS`, sk: "TAX" } });
      return JSON.stringify(item?.["told"]);
    };
    await morning("2027-01-14T05:30:00.000Z");
    expect(await note()).toContain("2026-12-15");
    await morning("2027-01-15T05:30:00.000Z");
    expect(await note()).not.toContain("2026-12-15");
    const after = (await listed(mine)).filter(({ due_on }) => due_on === "2026-12-15");
    expect([seen.length > 0, after.map(({ status }) => status)]).toEqual([true, seen.map(() => "acknowledged")]);
  });

  it("fails loudly on a day the calendar does not know, and is right up to the last one it does", async () => {
    const mine = await taxed();
    world.clock.set("2027-12-20T05:30:00.000Z");
    await round(mine.id);
    world.clock.set("2028-01-02T05:30:00.000Z");
    await expect(round(mine.id)).rejects.toThrow("gave the message back");
  });
});

describe("a quiet day", () => {
  it("costs at most three read units and no write", async () => {
    const mine = await taxed();
    const worked = async (at: string) => {
      world.events.length = 0;
      await morning(at);
      const [one] = world.events.filter(({ event, worker }) => event === "worked" && worker === "alerts/deadlines");
      return { rru: Number(one?.["rru"]), wru: Number(one?.["wru"]) };
    };
    const first = await worked("2026-12-07T05:30:00.000Z");
    const news = await worked("2026-12-08T05:30:00.000Z");
    const quiet = await worked("2026-12-09T05:30:00.000Z");
    console.log(
      `a company's morning, RRU and WRU: its first ${JSON.stringify(first)}, news ${JSON.stringify(news)}, quiet ${JSON.stringify(quiet)}`,
    );
    expect(quiet.wru).toBe(0);
    expect(quiet.rru).toBeLessThanOrEqual(3);
    expect(news.wru).toBeGreaterThan(0);
    expect((await listed(mine)).length).toBeGreaterThan(0);
  });
});

describe("a refresh", () => {
  const refresh = async (mine: Mine, headers = {}) => world.request("POST", "/alerts/refresh", { token: await as(mine), headers });

  it("does at once what the round does, and the round then finds nothing to do", async () => {
    const mine = await taxed();
    world.clock.set("2026-12-10T09:00:00.000Z");
    const { status, body } = await refresh(mine);
    const all = await listed(mine);
    expect([status, body]).toEqual([200, { created: all.length, open: all.length }]);
    expect(all.length).toBeGreaterThan(1);
    expect((await refresh(mine)).body).toEqual({ created: 0, open: all.length });
    await morning("2026-12-10T09:30:00.000Z");
    expect(await listed(mine)).toEqual(all);
  });

  it("repeated with its key, or asked for by eight at once, tells nothing twice", async () => {
    const mine = await taxed();
    world.clock.set("2026-12-10T09:00:00.000Z");
    const answers = await Promise.all(Array.from({ length: 8 }, (_, place) => refresh(mine, { "idempotency-key": `k${place % 2}` })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const all = await listed(mine);
    expect(new Set(all.map(({ fact }) => fact)).size).toBe(all.length);
    expect((await refresh(mine)).body).toEqual({ created: 0, open: all.length });
  });

  it("lists a company made before there was a list, for every morning after", async () => {
    const mine = await taxed();
    const everyone = async () => {
      const ids: CompanyId[] = [];
      for (let shard = 0; shard < COMPANY_SHARDS; shard += 1)
        for await (const page of companiesOfShard(world.table(), shard)) ids.push(...page);
      return ids;
    };
    expect(await everyone()).toEqual([mine.id]);
    const unlisted = async () => {
      for (let shard = 0; shard < COMPANY_SHARDS; shard += 1)
        await world.table().delete({ Key: { pk: `SYSTEM#COMPANIES#${shard}`, sk: mine.id } });
    };
    await unlisted();
    expect(await morning("2026-12-09T05:30:00.000Z")).toBe(0);
    await refresh(mine);
    await refresh(mine);
    expect(await everyone()).toEqual([mine.id]);
    await unlisted();
    await sayForTax(mine, 1_000_000);
    expect(await everyone()).toEqual([mine.id]);
    expect(await morning("2026-12-10T05:30:00.000Z")).toBe(1);
  });

  it("says that the calendar does not know the day", async () => {
    const mine = await taxed();
    world.clock.set("2028-01-02T05:30:00.000Z");
    expect(await refresh(mine)).toMatchObject({ status: 422, body: { code: "tax.no_parameters" } });
  });
});
