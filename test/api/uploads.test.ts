import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CompanyId, UploadId } from "#domain/ids";
import { uploads } from "#store/uploads";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;
const CONTENT = "JournalCode\tJournalLib\r\n";
const FILE = { purpose: "fec_check", file_name: "123456782FEC20251231.txt", bytes: CONTENT.length, content_type: "text/plain" };

type Link = { readonly id: string; readonly url: string; readonly headers: Readonly<Record<string, string>> };

async function announced(mine: Mine, more: object = {}): Promise<Link> {
  const { status, body } = await mine.post("/api/uploads", { ...FILE, ...more });
  expect(status).toBe(201);
  const headers = (body["headers"] as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
  return { id: String(body["upload_id"]), url: String(body["url"]), headers: Object.fromEntries(headers) };
}

/** A PUT as a browser or curl sends it: the headers given, and the length of what is really there. */
function put({ url, headers }: Link, content: string, more: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "PUT", headers: { ...headers, "content-length": String(content.length), ...more } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(content);
  });
}

const stateOf = async (mine: Mine, id: string) => (await mine.get(`/api/uploads/${id}`)).body;
const storeOf = (mine: Mine) => uploads(world.scoped(CompanyId.parse(mine.id)), CompanyId.parse(mine.id));

describe("an upload", () => {
  it("is put to a presigned link and then known to be there", async () => {
    const mine = await company(world);
    const link = await announced(mine);
    expect(link.headers).toEqual({ "content-length": String(CONTENT.length), "content-type": "text/plain", "if-none-match": "*" });
    expect(await stateOf(mine, link.id)).toMatchObject({ status: "waiting", file_name: FILE.file_name, bytes: CONTENT.length });
    expect(await put(link, CONTENT)).toBe(200);
    expect(await stateOf(mine, link.id)).toMatchObject({ id: link.id, status: "received", purpose: "fec_check" });
  });

  it("takes no other size, no other type, and nothing a second time", async () => {
    const mine = await company(world);
    const link = await announced(mine);
    expect(await put(link, `${CONTENT}x`)).toBe(403);
    expect(await put(link, CONTENT.slice(1))).toBe(403);
    expect(await put(link, CONTENT, { "content-type": "text/html" })).toBe(403);
    expect(await put({ ...link, url: link.url.replace("/uploads/", "/exports/") }, CONTENT)).toBe(403);
    expect(await stateOf(mine, link.id)).toMatchObject({ status: "waiting" });
    expect(await put(link, CONTENT)).toBe(200);
    expect(await put(link, CONTENT.toLowerCase())).toBe(412);
  });

  it("can be put for five minutes", async () => {
    const mine = await company(world);
    const { body } = await mine.post("/api/uploads", FILE);
    expect(Date.parse(String(body["expires_at"])) - world.clock.now().getTime()).toBe(300_000);
    const link = await announced(mine);
    world.clock.pass(301);
    expect(await put(link, CONTENT)).toBe(403);
  });

  it("lies where nobody can guess, under nothing of the caller's", async () => {
    const mine = await company(world);
    const links = [await announced(mine), await announced(mine, { file_name: "../../exports/x" })];
    for (const { id, url } of links)
      expect(new URL(url).pathname).toMatch(new RegExp(`^/numma-documents/uploads/${mine.id}/${id}/[0-9a-f]{32}$`));
  });

  it("is refused above 60 MB, a statement above 16, empty, without a purpose we know, or with a header in its type", async () => {
    const mine = await company(world);
    for (const wrong of [
      { bytes: 60_000_001 },
      { bytes: 0 },
      { purpose: "virus" },
      { content_type: "text/plain\r\nx: y" },
      { file_name: "" },
    ])
      expect(await mine.post("/api/uploads", { ...FILE, ...wrong }), JSON.stringify(wrong)).toMatchObject({
        status: 400,
        body: { code: "request.invalid", errors: [{ pointer: `/${Object.keys(wrong)[0]}` }] },
      });
    expect((await mine.post("/api/uploads", { ...FILE, bytes: 60_000_000 })).status).toBe(201);
    const statement = { ...FILE, purpose: "statement", content_type: "text/csv" };
    expect(await mine.post("/api/uploads", { ...statement, bytes: 16_000_001 })).toMatchObject({
      ...{ status: 400, body: { errors: [{ pointer: "/bytes", code: "at_most" }] } },
    });
    expect((await mine.post("/api/uploads", { ...statement, bytes: 16_000_000 })).status).toBe(201);
  });

  it("is nobody's but its company's, and not for those who only read", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const link = await announced(theirs);
    expect(await mine.get(`/api/uploads/${link.id}`)).toMatchObject({ status: 404, body: { code: "upload.not_found" } });
    const viewer = await tokenFor(world, { personId: mine.personId, companyId: CompanyId.parse(mine.id), role: "viewer" });
    expect((await world.request("POST", "/api/uploads", { body: FILE, token: viewer })).status).toBe(403);
    expect((await world.request("POST", "/api/uploads", { body: FILE })).status).toBe(401);
  });

  it("is told in the outbox, once", async () => {
    const mine = await company(world);
    const { id } = await announced(mine);
    const { items } = await world.table(CompanyId.parse(mine.id)).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#OUTBOX` },
    });
    expect(items.filter(({ type }) => type === "upload.announced")).toMatchObject([{ objects: [{ id }], doer: { kind: "person" } }]);
  });
});

describe("the store", () => {
  it("gives an upload whose file is whole, and refuses one that has not come, is cut short, or is past its week", async () => {
    const mine = await company(world);
    const { id: text } = await announced(mine);
    const id = UploadId.parse(text);
    const now = world.clock.now().toISOString();
    const store = storeOf(mine);
    expect(await store.get(id, now, async () => CONTENT.length)).toMatchObject({ id, purpose: "fec_check" });
    await expect(store.get(id, now, async () => null)).rejects.toMatchObject({ code: "upload.not_finished" });
    await expect(store.get(id, now, async () => CONTENT.length - 1)).rejects.toMatchObject({ code: "upload.not_finished" });
    await expect(store.get(UploadId.parse(world.newId("upload")), now, async () => 1)).rejects.toMatchObject({ code: "upload.not_found" });
    const later = new Date(Date.parse(now) + 7 * 86_400_000).toISOString();
    await expect(store.get(id, later, async () => CONTENT.length)).rejects.toMatchObject({ code: "upload.not_found" });
  });
});
