import { describe, expect, it } from "vitest";
import { bankState } from "#test/sync/totals";
import { connectionDesk } from "./connection-desk.ts";

const desk = connectionDesk();
const { connect, stored, passed, runs, accounts } = desk;

describe("the return from the bank", () => {
  const back = (query: string, provider = "sandbox") => desk.world.request("GET", `/api/sync/callback/${provider}?${query}`);

  it("queues one read of the connection behind the user, and leads where its owner said", async () => {
    const id = await connect({ callback_url: "https://app.example.test/retour?a=b" });
    const before = (await runs()).length;
    desk.world.clock.pass(60);
    const [first, second] = [
      await back(`item_id=7&user_uuid=${desk.bank.nextUser}&success=true&step=sync_pending&context=x`),
      await back(`user_uuid=${desk.bank.nextUser}`),
    ];
    for (const answer of [first, second]) expect(answer).toMatchObject({ status: 303, text: "" });
    expect(first?.headers["location"]).toBe(`https://app.example.test/retour?a=b&connection_id=${id}&success=true`);
    await desk.world.idle();
    expect((await runs()).length).toBe(before + 1);
    desk.world.clock.pass(20);
    expect((await back(`user_uuid=${desk.bank.nextUser}&success=false`)).headers["location"]).toMatch(/success=false$/);
    await desk.world.idle();
    expect((await runs()).length).toBe(before + 2);
  });

  it("without an address, of a user nobody knows or a provider there is not, is one page that names nothing, and queues nothing", async () => {
    await connect();
    const known = await back(`user_uuid=${desk.bank.nextUser}&success=true`);
    await desk.world.idle();
    const before = (await runs()).length;
    expect(known.status).toBe(200);
    expect(known.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    expect(known.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/);
    expect(known.text).toContain("C'est terminé de votre côté");
    for (const [query, provider] of [
      ["user_uuid=nobody&success=true", "sandbox"],
      [`user_uuid=${desk.bank.nextUser}`, "paypal"],
      [`user_uuid=${"x".repeat(5_000)}`, "sandbox"],
      ["callback_url=https://evil.test&redirect=//evil.test", "sandbox"],
      ["contextId=7&PSU-ID=x&scope=a&scope=b&userUuid=x&__proto__=1&%C3%A9=2", "sandbox"],
      ["success=true", "..%2f..%2fbridge"],
    ] as const) {
      const answer = await desk.world.request("GET", `/api/sync/callback/${provider}?${query}`, {
        unchecked: "addresses no provider makes",
      });
      expect([answer.status, answer.text], `${provider} ${query.slice(0, 40)}`).toEqual([200, known.text]);
    }
    expect((await back(`user_uuid=${desk.bank.nextUser}&user_uuid=other`)).status).toBe(400);
    await desk.world.idle();
    expect((await runs()).length).toBe(before);
    expect((await back("success=false")).text).toContain("La connexion n&#39;a pas abouti".replace("&#39;", "'"));
  });

  it("that never comes is not missed: the night finds the user's logins", async () => {
    desk.bank.instead = ({ pathname }) => (pathname.endsWith("/items") ? '{"resources":[],"pagination":{}}' : null);
    const id = await connect();
    expect(await stored(id)).toMatchObject({ state: "pending_consent" });
    expect(await accounts()).toEqual([]);
    desk.bank.instead = () => null;
    desk.world.clock.pass(3_600);
    await desk.world.schedules.run("sync-tick");
    await passed(900);
    expect(await stored(id)).toMatchObject({ state: "active", bankName: "Banque Horizon" });
    expect((await bankState(desk.world, desk.mine.id)).live).toHaveLength(6);
  });
});
