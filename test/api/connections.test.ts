import { describe, expect, it } from "vitest";
import { colleague } from "#test/people";
import { bankState } from "#test/sync/totals";
import { company } from "#test/world";
import { connectionDesk, path } from "./connection-desk.ts";

const desk = connectionDesk();
const { connect, stored, passed, runs, accounts } = desk;

describe("a connection", () => {
  it("shows its logins, its consent and when it is read next, to whoever may see connections", async () => {
    desk.bank.instead = ({ pathname }) =>
      pathname.endsWith("/items")
        ? '{"resources":[{"id":7,"status":0,"status_code_info":"OK","provider_id":574,"authentication_expires_at":"2027-02-23T09:14:02Z"}],"pagination":{}}'
        : null;
    const id = await connect();
    const { body, headers } = await desk.mine.get(path(id));
    expect(body).toMatchObject({
      ...{ state: "active", state_since: "2026-11-25T11:00:00.000Z", bank_name: "Banque Horizon", last_error: null, failing_since: null },
      items: [
        { item_id: "7", bank_name: "Banque Horizon", state: "active", status_info: "ok", consent_expires_at: "2027-02-23T09:14:02.000Z" },
      ],
      consent_expires_at: "2027-02-23T09:14:02.000Z",
      next_attempt_at: "2026-11-26T03:15:00.000Z",
    });
    expect(headers["etag"]).toMatch(/^"1\./);
    expect((await (await colleague(desk.world, desk.mine.id, "viewer")).get(path(id))).body).toMatchObject({ id, connect_url: null });
  });

  it("of another company, or of nobody, is not there", async () => {
    const id = await connect();
    const other = await company(desk.world);
    for (const answer of [
      await other.get(path(id)),
      await other.post(path(id, "/reconnect"), {}),
      await other.as("DELETE", path(id)),
      await desk.mine.get(path(desk.world.newId("connection"))),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: "connection.not_found" } });
    expect((await stored(id)).state).toBe("active");
  });
});

describe("a reconnection", () => {
  const lapsed = ({ pathname }: URL) =>
    pathname.endsWith("/items")
      ? '{"resources":[{"id":7,"status":1010,"status_code_info":"OTP_REQUIRED","provider_id":574}],"pagination":{}}'
      : null;

  it("asks consent for the same user and login, and the state stays until a read has seen it", async () => {
    const id = await connect();
    desk.bank.instead = lapsed;
    await desk.mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    desk.world.clock.pass(60);
    await desk.mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    expect((await stored(id)).state).toBe("reauth_required");
    const asked = await desk.mine.post(path(id, "/reconnect"), {});
    expect(asked).toMatchObject({
      status: 200,
      body: { state: "reauth_required", connect_url: expect.stringMatching(/^https:/), version: 2 },
    });
    expect((await stored(id)).userId).toBe(desk.bank.nextUser);
    await passed(299);
    expect((await stored(id)).state).toBe("reauth_required");
    desk.bank.instead = () => null;
    await passed(2);
    expect(await stored(id)).toMatchObject({ state: "active", stateSince: desk.world.clock.now().toISOString() });
    expect((await accounts()).length).toBe(1);
    expect((await bankState(desk.world, desk.mine.id)).live).toHaveLength(6);
  });

  it("works when the login is gone at the bank, and when its user is", async () => {
    const id = await connect();
    const withItem: string[] = [];
    desk.bank.refuse = ({ path: asked, body }) => {
      if (!asked.endsWith("/connect-sessions") || !body.includes("item_id")) return null;
      withItem.push(body);
      return 404;
    };
    expect(await desk.mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 200 });
    expect(withItem).toHaveLength(1);
    const before = desk.bank.nextUser;
    desk.bank.nextUser = `${before}-again`;
    desk.bank.refuse = ({ path: asked, body }) => (asked.endsWith("/token") && body.includes(`"${before}"`) ? 404 : null);
    expect(await desk.mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 200 });
    expect((await stored(id)).userId).toBe(`${before}-again`);
    desk.bank.refuse = () => null;
    await desk.world.request("GET", `/api/sync/callback/sandbox?user_uuid=${before}-again&success=true`);
    await desk.world.idle();
    expect((await runs())[0]).toMatchObject({ trigger: "connect", outcome: "succeeded" });
    const old = await desk.world.table().get({ Key: { pk: `SYSTEM#PROVIDER#sandbox#${before}`, sk: "PROVIDER" } });
    expect(old).toBeUndefined();
  });

  it("of a bank that does not answer, or with an address nobody should be sent to, changes nothing", async () => {
    const id = await connect();
    const before = await stored(id);
    desk.bank.refuse = () => 400;
    expect(await desk.mine.post(path(id, "/reconnect"), {})).toMatchObject({ status: 503, body: { code: "sync.provider_unreachable" } });
    for (const callback_url of [
      "javascript:alert(1)",
      "https://user:pass@evil.test/",
      "ftp://a.test/",
      `https://a.test/${"x".repeat(500)}`,
      7,
    ])
      expect(await desk.mine.post(path(id, "/reconnect"), { callback_url })).toMatchObject({ status: 400 });
    expect(await stored(id)).toEqual(before);
  });
});
