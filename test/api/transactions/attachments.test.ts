import { afterAll, beforeAll, expect, it } from "vitest";
import { isWhatItSays } from "#domain/banking/attachment";
import { transactionId } from "#domain/banking/row";
import { attachedTo, PDF, sent, uploaded } from "#test/attachments";
import { dataOf, expectRefusal } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

async function withRow() {
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  const row = bankRow({ index: 1, ordinal });
  await seedRows(world, mine.id, [row]);
  const path = `/api/transactions/${transactionId(row)}`;
  return { mine, path, count: async () => (await mine.get(path)).body["attachment_count"] };
}

type Shown = { readonly id: string; readonly url: string; readonly sha256: string; readonly expires_at: string };

it("moves an upload to where it is kept, lists it with a link that downloads it and expires", async () => {
  const { mine, path, count } = await withRow();
  const made = await mine.post(`${path}/attachments`, { upload_id: await uploaded(mine), name: "Facture <12>.pdf" });
  expect(made).toMatchObject({ status: 201, body: { name: "Facture <12>.pdf", content_type: "application/pdf", bytes: PDF.length } });
  expect(made.body).not.toHaveProperty("url");
  expect(await count()).toBe(1);
  const [shown] = dataOf<Shown>(await mine.get(`${path}/attachments`));
  if (!shown) throw new Error("nothing is listed");
  expect(Date.parse(shown.expires_at) - world.clock.now().getTime()).toBe(300_000);
  expect(new URL(shown.url).pathname).toBe(`/numma-documents/attachments/${mine.id}/${path.split("/").at(-1)}/${shown.sha256}`);
  const file = await sent("GET", shown.url);
  expect({ status: file.status, text: file.body.toString() }).toEqual({ status: 200, text: PDF });
  expect(file.headers).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": expect.stringMatching(/^attachment; filename="/),
  });
  expect((await mine.get(`${path}/attachments/${shown.id}`)).body).toMatchObject({ id: shown.id, sha256: shown.sha256 });
  world.clock.pass(301);
  expect((await sent("GET", shown.url)).status).toBe(403);
});

it("holds the same content once, ten files at most, and counts them with the row", async () => {
  const { mine, path, count } = await withRow();
  const first = await attachedTo(mine, path);
  expect(await attachedTo(mine, path)).toBe(first);
  expect(await count()).toBe(1);
  for (let place = 1; place < 10; place += 1) await attachedTo(mine, path, `${PDF}${place}`);
  expectRefusal(await mine.post(`${path}/attachments`, { upload_id: await uploaded(mine, `${PDF}11`) }), "attachment.limit_reached");
  expect(await count()).toBe(10);
  expect((await mine.as("DELETE", `${path}/attachments/${first}`)).status).toBe(204);
  expect(await count()).toBe(9);
  expectRefusal(await mine.as("DELETE", `${path}/attachments/${first}`), "attachment.not_found");
  expectRefusal(await mine.get(`${path}/attachments/${first}`), "attachment.not_found");
  expect(dataOf(await mine.get(`${path}/attachments`))).toHaveLength(9);
  expect(await attachedTo(mine, path)).toBe(first);
});

it("attaches once for one key", async () => {
  const { mine, path, count } = await withRow();
  const upload_id = await uploaded(mine);
  const post = () => mine.post(`${path}/attachments`, { upload_id }, { "idempotency-key": "k" });
  expect((await post()).status).toBe(201);
  expect((await post()).headers["idempotent-replayed"]).toBe("true");
  expect(await count()).toBe(1);
});

it("refuses what is not what it says, of a type it does not take, too large, of another purpose or company", async () => {
  const { mine, path, count } = await withRow();
  const refused = async (content: string, more: object) =>
    expectRefusal(
      await mine.post(`${path}/attachments`, { upload_id: await uploaded(mine, content, more) }),
      "attachment.refused",
      "/upload_id",
    );
  await refused("<!doctype html><script>1</script>", {});
  await refused("  <HTML><body>", { content_type: "text/plain" });
  await refused('<?xml version="1.0"?>\n<svg onload="x"/>', { content_type: "application/xml" });
  await refused("a;b\u0000c", { content_type: "text/csv" });
  const announced = (more: object) =>
    mine.post("/api/uploads", { purpose: "attachment", file_name: "a", bytes: 10, content_type: "application/pdf", ...more });
  for (const content_type of ["text/html", "image/svg+xml", "application/javascript", "application/x-msdownload", "constructor/x"])
    expectRefusal(await announced({ content_type }), "request.invalid", "/content_type");
  expectRefusal(await announced({ bytes: 25_000_001 }), "request.invalid", "/bytes");
  const statement = await uploaded(mine, "a;b", { purpose: "statement", content_type: "text/csv" });
  expectRefusal(await mine.post(`${path}/attachments`, { upload_id: statement }), "upload.not_found");
  const waiting = String((await announced({})).body["upload_id"]);
  expectRefusal(await mine.post(`${path}/attachments`, { upload_id: waiting }), "upload.not_finished");
  const other = await withRow();
  expectRefusal(await mine.post(`${path}/attachments`, { upload_id: await uploaded(other.mine) }), "upload.not_found");
  expect(await count()).toBe(0);
});

it("knows files by their first bytes", () => {
  const bytes = (...codes: number[]) => Uint8Array.from(codes);
  const text = (content: string) => Buffer.from(content);
  expect(isWhatItSays("image/png", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe(true);
  expect(isWhatItSays("image/jpeg", bytes(0xff, 0xd8, 0xff, 0xe0))).toBe(true);
  expect(isWhatItSays("image/webp", text("RIFF1234WEBPVP8 "))).toBe(true);
  expect(isWhatItSays("text/csv; charset=utf-8", text("Date;Montant\n"))).toBe(true);
  expect(isWhatItSays("application/xml", text("\ufeff<?xml version='1.0'?><Document/>"))).toBe(true);
  for (const type of ["image/png", "image/jpeg", "image/webp", "application/pdf", "image/heic"])
    for (const head of [text(""), text("<html>"), text("PK")]) expect(isWhatItSays(type, head), type).toBe(false);
  expect(isWhatItSays("text/plain", text("<!-- x --><script>"))).toBe(false);
  expect(isWhatItSays("toString", text("x"))).toBe(false);
});
