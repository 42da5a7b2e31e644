import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetLetter } from "#functions/mail/letters.fr";
import { downloadAs } from "#runtime/bucket";
import { bodyFor, ROUTES } from "#test/security/declared";
import { emailOf } from "#test/way-in";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
const HOSTILE = 'Né"e; filename=evil.html / \\ é ｀“<b>';
const LINE = "Camille\r\nBcc: evil@evil.test";
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world, HOSTILE);
});
afterAll(() => world.end());

/** One line of printable ASCII: what a header may hold anywhere. */
const PLAIN = /^[\x20-\x7e]*$/;
const expectPlain = (headers: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(headers)) expect(value, name).toMatch(PLAIN);
};

describe("the name of a download", () => {
  it.each([
    ['a";x="b.csv', "a%22%3Bx%3D%22b.csv"],
    ["a\r\nset-cookie: a=b.csv", "a__set-cookie%3A%20a%3Db.csv"],
    ["../../etc/passwd", "__.._etc_passwd"],
    ["..\\..\\a.csv", "__.._a.csv"],
    ["Société générale (2025).csv", "Soci%C3%A9t%C3%A9%20g%C3%A9n%C3%A9rale%20%282025%29.csv"],
    ["a\u0000\u202eb\ud800.csv", "a_%E2%80%AEb_.csv"],
    ["'a*!.csv", "%27a%2A%21.csv"],
  ])("%j ends neither quotes nor line, and names no folder", (name, encoded) => {
    const header = downloadAs(name);
    expect(header).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.~%-]+$/);
    expect(header.split("''")[1]).toBe(encoded);
  });

  it("of ours is left as it is", () => {
    expect(downloadAs("123456782FEC20251231.txt")).toBe('attachment; filename="123456782FEC20251231.txt"');
  });
});

it("a company's, a label's or a file's name is in no header of an answer, a link or a file", async () => {
  const named = async (path: string) => {
    const answer = await mine.as("GET", path, { headers: { accept: "application/json", prefer: "wait=20" } });
    expect(answer.status, answer.text).toBe(200);
    const file = await fetch(String(answer.body["url"]));
    expectPlain({ ...answer.headers, ...Object.fromEntries(file.headers) });
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="${answer.body["file_name"]}"`);
    await file.arrayBuffer();
    return String(answer.body["id"]);
  };
  const id = await named("/api/exports/categories/csv");
  await named("/api/exports/transactions/csv?format=xlsx");
  const share = await mine.post(`/api/exports/${id}/share`, { label: HOSTILE });
  expect(share).toMatchObject({ status: 201, body: { label: HOSTILE } });
  const opened = await world.request("GET", new URL(String(share.body["url"])).pathname);
  expect(opened.status).toBe(302);
  const { searchParams } = new URL(String(opened.headers["location"]));
  expect(searchParams.get("response-content-disposition")).toBe('attachment; filename="categories.csv"');
  const upload = await mine.post("/api/uploads", {
    ...{ purpose: "fec_check", file_name: HOSTILE, bytes: 10, content_type: "text/plain" },
  });
  expect(upload.status).toBe(201);
  expect(`${upload.body["url"]}`).not.toContain("evil");
  const listed = await mine.get("/api/exports?limit=1");
  expect(listed.headers["link"]).toMatch(/^<\/api\/exports\?[^<>]*>; rel="next"$/);
  for (const answer of [share, opened, upload, listed, await mine.get(`/api/companies/${mine.id}`)]) expectPlain(answer.headers);
});

describe("a line break", () => {
  it.each([
    ["a person's name", "/auth/register", { name: LINE }],
    ["an address", "/auth/register", { email: "a@b.test\r\nbcc: evil@evil.test" }],
    ["an address with a name", "/auth/register", { email: "Camille <a@b.test>" }],
    ["two addresses", "/auth/register", { email: "a@b.test,evil@evil.test" }],
    ["a forgotten address", "/auth/password/forgot", { email: "a@b.test\nbcc: evil@evil.test" }],
    ["an invited address", "/users", { email: "a@b.test\r\nbcc: evil@evil.test" }],
    ["a share's label", "share", { label: LINE }],
    ["an upload's name", "/api/uploads", { file_name: "a\r\nx: y" }],
    ["an upload's type", "/api/uploads", { content_type: "text/plain\r\nx-amz-acl: public-read" }],
  ])("in %s is refused", async (_, path, field) => {
    const route = ROUTES.find((one) => one.method === "POST" && (one.path === path || one.path.endsWith(`/${path}`)));
    if (!route) throw new Error(`no route ${path}`);
    const to = route.path.replace("{export_id}", "exp_00000000000000000000000000");
    const answer = await mine.post(to, { ...bodyFor(route), ...field });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "request.invalid", errors: [{ pointer: `/${Object.keys(field)[0]}` }] },
    });
    expectPlain(answer.headers);
  });
});

describe("a mail", () => {
  it("about a company of any name has one line of subject", async () => {
    const { status, text } = await mine.post("/users", { email: "lea@example.test", role: "viewer" });
    expect(status, text).toBe(201);
    await world.idle();
    const [mail] = world.outbox.list().filter(({ to }) => to.includes("lea@example.test"));
    expect(mail?.subject).toContain(HOSTILE);
    expect(mail?.subject).not.toMatch(/\p{Cc}/u);
    expect(HOSTILE).not.toMatch(/\p{Cc}/u);
  });

  it("has one receiver, and no header but ours", async () => {
    const email = await emailOf(world, mine);
    expect((await world.request("POST", "/auth/password/forgot", { body: { email } })).status).toBeLessThan(300);
    await world.idle();
    const own = world.outbox.list().filter(({ to }) => to.includes(email));
    const sent = own.map(({ to, headers }) => ({ to, headers: Object.keys(headers) }));
    expect(sent).toEqual([{ to: [email], headers: ["X-Numma-Letter"] }]);
  });

  it("to a person of any name shows the name and runs nothing of it", () => {
    const { subject, html } = resetLetter({ name: `${LINE}<script>`, token: "t", page: "", minutes: 30 });
    expect(subject).toBe("Choisir un nouveau mot de passe");
    expect(html).not.toContain("<script>");
  });
});
