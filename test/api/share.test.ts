import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { networkOf } from "#runtime/network";
import { SHARE_OPENS_MAX } from "#store/shares";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;

/** A finished export to share. */
async function exported(mine: Mine): Promise<string> {
  const headers = { accept: "application/json", prefer: "wait=20" };
  const { body } = await mine.as("GET", "/api/exports/categories/csv", { headers });
  expect(body["status"]).toBe("done");
  return String(body["id"]);
}

type Link = { readonly id: string; readonly token: string; readonly path: string };

async function shared(mine: Mine, exportId: string, body: object = {}): Promise<Link> {
  const answer = await mine.post(`/api/exports/${exportId}/share`, body);
  expect(answer.status).toBe(201);
  const url = new URL(String(answer.body["url"]));
  return { id: String(answer.body["id"]), token: String(answer.body["token"]), path: url.pathname };
}

const open = (path: string) => world.request("GET", path);
const sharesOf = async (mine: Mine, exportId: string) =>
  (await mine.get(`/api/exports/${exportId}/shares`)).body["data"] as Record<string, unknown>[];

/** What a stranger sees of a link that does not open: everything but what differs between any two requests. */
const shown = ({ status, headers, body: { request_id: _, ...body } }: Answer) => {
  const { "x-request-id": _id, "numma-cost": _cost, "content-length": _length, ...others } = headers;
  const told = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith("ratelimit-")));
  return { status, headers: told, body };
};

async function outbox(mine: Mine): Promise<readonly Record<string, unknown>[]> {
  const { items } = await world.table(mine.id).query({
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#OUTBOX` },
  });
  return items.filter(({ type }) => String(type).startsWith("share."));
}

describe("a share link", () => {
  it("opens a finished export for somebody without an account, until it expires", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const { id, path } = await shared(mine, exportId, { expires_in_hours: 1, label: "Cabinet Martin" });
    const answer = await open(path);
    expect(answer).toMatchObject({ status: 302, headers: { "cache-control": "no-store", "referrer-policy": "no-referrer" }, text: "" });
    const file = await fetch(answer.headers["location"] ?? "");
    expect(new URL(answer.headers["location"] ?? "").searchParams.get("X-Amz-Expires")).toBe("60");
    expect([file.status, file.headers.get("content-disposition")]).toEqual([200, 'attachment; filename="categories.csv"']);
    expect(await sharesOf(mine, exportId)).toMatchObject([{ id, label: "Cabinet Martin", status: "live", opens: 1, opens_max: 1_000 }]);
    world.clock.pass(3_599);
    expect((await open(path)).status).toBe(302);
    world.clock.pass(1);
    expect(await open(path)).toMatchObject({ status: 404, body: { code: "share.not_found" } });
    expect(await sharesOf(mine, exportId)).toMatchObject([{ status: "expired", opens: 2 }]);
  });

  it("lasts a week unless said otherwise, an hour at least and thirty days at most", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const { body } = await mine.post(`/api/exports/${exportId}/share`, {});
    expect(Date.parse(String(body["expires_at"])) - world.clock.now().getTime()).toBe(7 * 86_400_000);
    for (const hours of [0, 721, 1.5])
      expect((await mine.post(`/api/exports/${exportId}/share`, { expires_in_hours: hours })).status, String(hours)).toBe(400);
  });

  it("is revoked at once, and revoking it again changes nothing", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const [link, other] = [await shared(mine, exportId), await shared(mine, exportId)];
    const revoke = () => mine.as("DELETE", `/api/exports/${exportId}/shares/${link.id}`);
    expect((await revoke()).status).toBe(204);
    expect(await open(link.path)).toMatchObject({ status: 404, body: { code: "share.not_found" } });
    expect((await open(other.path)).status).toBe(302);
    expect((await revoke()).status).toBe(204);
    expect((await outbox(mine)).filter(({ type }) => type === "share.revoked")).toHaveLength(1);
    expect(await sharesOf(mine, exportId)).toMatchObject([
      { id: other.id, status: "live" },
      { id: link.id, status: "revoked" },
    ]);
  });

  it("tells a stranger nothing: unknown, malformed, revoked, expired and used up are one answer", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const [revoked, expired, used] = [
      await shared(mine, exportId),
      await shared(mine, exportId, { expires_in_hours: 1 }),
      await shared(mine, exportId),
    ];
    await mine.as("DELETE", `/api/exports/${exportId}/shares/${revoked.id}`);
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#SHARES#${exportId}`, sk: used.id },
      UpdateExpression: "SET opens = :most",
      ExpressionAttributeValues: { ":most": SHARE_OPENS_MAX - 1 },
    });
    expect((await open(used.path)).status).toBe(302);
    world.clock.pass(3_601);
    const tokens = [revoked.path, expired.path, used.path, `/share/${"A".repeat(43)}`, "/share/x", `/share/${"x".repeat(3_000)}`];
    const answers = [];
    for (const path of tokens) answers.push(shown(await open(path)));
    expect(answers[0]).toMatchObject({ status: 404, body: { code: "share.not_found" } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await sharesOf(mine, exportId)).find(({ id }) => id === used.id)).toMatchObject({ status: "used_up", opens: SHARE_OPENS_MAX });
  });

  it("keeps no token: neither in the table, nor in a log, nor in a list", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const { token, path } = await shared(mine, exportId);
    await open(path);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const hash = createHash("sha256").update(token).digest("hex");
    const lead = await world.table().get({ Key: { pk: `SYSTEM#SHARE#${hash}`, sk: "SHARE" } });
    expect(lead).toMatchObject({ companyId: mine.id, exportId });
    const own = await world.table(mine.id).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#SHARES#${exportId}` },
    });
    const everything = [lead, own.items, await outbox(mine), world.events, await sharesOf(mine, exportId)].map((part) =>
      JSON.stringify(part),
    );
    expect(everything.join("\n")).toContain(hash);
    expect(everything.join("\n")).not.toContain(token);
    expect(everything[4]).not.toContain(hash);
  });

  it("tells every creation, opening and revocation, with the opener's network and not his address", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const { id, path } = await shared(mine, exportId);
    await Promise.all([open(path), open(path), open(path)]);
    await mine.as("DELETE", `/api/exports/${exportId}/shares/${id}`);
    await open(path);
    const told = await outbox(mine);
    expect(told.map(({ type }) => type)).toEqual(["share.created", "share.opened", "share.opened", "share.opened", "share.revoked"]);
    for (const { objects } of told) expect(objects).toMatchObject([{ id }, { id: exportId }]);
    expect(told[1]).toMatchObject({ doer: { kind: "share", id, network: "127.0.0.0/24" } });
    expect(await sharesOf(mine, exportId)).toMatchObject([{ opens: 3 }]);
  });

  it("is for finished exports only", async () => {
    const idle = await testWorld({ withoutWorkers: true });
    const mine = await company(idle);
    const { body } = await mine.as("GET", "/api/exports/categories/csv", { headers: { accept: "application/json" } });
    expect(await mine.post(`/api/exports/${String(body["id"])}/share`, {})).toMatchObject({
      status: 409,
      body: { code: "export.not_finished" },
    });
    expect((await sharesOf(mine, String(body["id"]))).length).toBe(0);
    await idle.end();
  });

  it("of an export is limited to fifty live ones; those revoked make room", async () => {
    const mine = await company(world);
    const exportId = await exported(mine);
    const links = await Promise.all(Array.from({ length: 50 }, () => shared(mine, exportId)));
    expect(await mine.post(`/api/exports/${exportId}/share`, {})).toMatchObject({ status: 409, body: { code: "share.limit_reached" } });
    await mine.as("DELETE", `/api/exports/${exportId}/shares/${links[7]?.id}`);
    await shared(mine, exportId);
    const [first, second] = [
      await mine.get(`/api/exports/${exportId}/shares?limit=30`),
      await mine.get(`/api/exports/${exportId}/shares?limit=30`),
    ];
    expect(first.body).toEqual(second.body);
    const rest = await mine.get(`/api/exports/${exportId}/shares?limit=30&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    const ids = [first, rest].flatMap(({ body }) => (body["data"] as { id: string }[]).map(({ id }) => id));
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect([ids.length, rest.body["next_cursor"]]).toEqual([51, null]);
  });

  it("is its company's own affair, and not for those who only read", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const exportId = await exported(theirs);
    const link = await shared(theirs, exportId);
    const foreign = [
      await mine.post(`/api/exports/${exportId}/share`, {}),
      await mine.get(`/api/exports/${exportId}/shares`),
      await mine.as("DELETE", `/api/exports/${exportId}/shares/${link.id}`),
    ];
    for (const answer of foreign) expect(answer).toMatchObject({ status: 404, body: { code: "export.not_found" } });
    const own = await exported(mine);
    expect(await mine.as("DELETE", `/api/exports/${own}/shares/${link.id}`)).toMatchObject({
      status: 404,
      body: { code: "share.not_found" },
    });
    const viewer = await tokenFor(world, { personId: theirs.personId, companyId: theirs.id, role: "viewer" });
    expect((await world.request("POST", `/api/exports/${exportId}/share`, { body: {}, token: viewer })).status).toBe(403);
    expect((await world.request("GET", `/api/exports/${exportId}/shares`, { token: viewer })).status).toBe(200);
    expect((await open(link.path)).status).toBe(302);
  });
});

describe("an opener's network", () => {
  it("is three bytes of IPv4, 48 bits of IPv6, and nothing of anything else", () => {
    expect(networkOf("203.0.113.77")).toBe("203.0.113.0/24");
    expect(networkOf("::ffff:203.0.113.77")).toBe("203.0.113.0/24");
    expect(networkOf("2001:db8:85a3:1::8a2e:370:7334")).toBe("2001:db8:85a3::/48");
    expect(networkOf("2001:0db8::1")).toBe("2001:db8:0::/48");
    expect(networkOf("::1")).toBe("0:0:0::/48");
    expect(networkOf("somewhere")).toBe("unknown");
  });
});
