import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CompanyId } from "#domain/ids";
import { expectRefusal, WAIT } from "#test/ledger";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";
import { imported, type Mine, opened, rowsOf, send } from "./desk.ts";
import { camt, csv, IBAN, many, OTHER_IBAN, ofx, stmt } from "./files.ts";
import { uploaded } from "./uploads.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const ROW = { day: "2026-03-02", amount: "-42.10", label: "PRLV ORANGE" };
const BALANCES = { opening: ["2026-03-01", "100.00"], closing: ["2026-03-02", "57.90"] } as const;
const codesIn = ({ body }: Answer) => (Object(body)["errors"] as readonly { code: string }[]).map(({ code }) => code);

/** Whatever was refused left nothing: no row, no import, no changed account. */
async function nothingOf(mine: Mine, id: string): Promise<void> {
  expect(await rowsOf(world, mine)).toEqual([]);
  expect((await mine.get(`/api/accounts/${id}/imports`)).body["data"]).toEqual([]);
  expect((await mine.get(`/api/accounts/${id}`)).body).toMatchObject({ version: 1, opening_balance_cents: 0 });
}

describe("a statement of another account", () => {
  it("is refused by its IBAN, whatever the caller confirms, and named", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    for (const query of ["", "?confirm_account=true", "?dry_run=true"]) {
      const answer = await send(mine, id, camt(stmt([ROW], BALANCES, OTHER_IBAN)), query);
      expectRefusal(answer, "statement.other_account", "");
      expect(JSON.stringify(answer.body["errors"])).toContain(`Compte du fichier : ${OTHER_IBAN}.`);
    }
    await nothingOf(mine, id);
  });

  it("is refused by its number, unless the caller says that the number is this account's contract", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const file = ofx([ROW], { account: "<BANKID>30006<ACCTID>99887766554" });
    expectRefusal(await send(mine, id, file), "statement.other_account");
    await nothingOf(mine, id);
    expect(await imported(mine, id, file, "?confirm_account=true")).toMatchObject({
      file_account: { told: "confirmed" },
      rows: { added: 1 },
    });
  });

  it("is refused when it is one of the company's own other accounts, even where this one has no IBAN", async () => {
    const mine = await company(world);
    await opened(mine, { name: "Livret" }, OTHER_IBAN);
    const id = await opened(mine, {}, null);
    for (const query of ["", "?confirm_account=true"])
      expectRefusal(await send(mine, id, camt(stmt([ROW], BALANCES, OTHER_IBAN)), query), "statement.other_account");
    expect((await imported(mine, id, csv([ROW]))).file_account).toMatchObject({ told: "unknown" });
  });

  it("beside this account's is left out, and the rest is imported", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const file = camt(stmt([{ ...ROW, label: "AUTRE" }], BALANCES, OTHER_IBAN), stmt([ROW], BALANCES));
    expect(await imported(mine, id, file)).toMatchObject({ other_statements: 1, rows: { read: 1, added: 1 } });
    expect((await rowsOf(world, mine)).map(({ label }) => label)).toEqual(["PRLV ORANGE"]);
  });

  it("is refused when several accounts are there and nothing tells which is this one", async () => {
    const mine = await company(world);
    const id = await opened(mine, {}, null);
    const file = camt(stmt([ROW], BALANCES, OTHER_IBAN), stmt([ROW], BALANCES));
    expectRefusal(await send(mine, id, file), "statement.several_accounts");
    await nothingOf(mine, id);
  });

  it("in another currency than the account's is refused, and so is one without any where the account has no hundredths", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    expectRefusal(await send(mine, id, camt(stmt([ROW], BALANCES, IBAN, "USD"))), "statement.other_currency");
    const yen = await opened(mine, { currency: "JPY" }, null);
    expectRefusal(await send(mine, yen, csv([ROW])), "statement.other_currency");
    await nothingOf(mine, id);
    await nothingOf(mine, yen);
  });

  it("sent to a closed account is refused; to a loan it is accepted, and only shown", async () => {
    const mine = await company(world);
    const loan = await opened(mine, { account_type: "loan" }, null);
    expect((await imported(mine, loan, csv([ROW]))).rows).toMatchObject({ added: 1 });
    expect((await mine.as("DELETE", `/api/accounts/${loan}`)).status).toBe(204);
    expectRefusal(await send(mine, loan, csv([{ ...ROW, day: "2026-03-03" }])), "account.closed");
  });
});

/** A zip of one file that unpacks to four megabytes of zeros. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(4_000_000));
  const header = Buffer.from("504b0304140000000800000000000000000000000000000000000100000061", "hex");
  return Buffer.concat([header, packed]);
}

const garbage = (bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  let state = 7;
  for (let at = 0; at < bytes; at += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    out[at] = state >> 16;
  }
  return out;
};

const ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document>&b;</Document>';
const HOSTILE: readonly (readonly [string, () => string | Buffer, string])[] = [
  ["a document type with entities", () => ENTITY, "xml_doctype"],
  ["a zip that would swell", bomb, "archive_file"],
  ["four megabytes of garbage", () => garbage(4_000_000), "not_text"],
  ["half an OFX", () => ofx(many(50)).slice(0, 3_000), "file_truncated"],
  ["half a CAMT.053", () => camt(stmt([ROW], BALANCES)).slice(0, 500), "xml_malformed"],
  ["spaces alone", () => "   \n \n", "file_empty"],
  ["a PDF", () => "%PDF-1.7\n1 0 obj", "pdf_file"],
  ["an executable", () => Buffer.from("7f454c46020101000000000000000000", "hex"), "not_text"],
  [
    "bytes of two encodings",
    () => Buffer.concat([Buffer.from(csv([{ ...ROW, label: "CAFÉ" }])), Buffer.from([0xe9, 0x0a])]),
    "encoding_mixed",
  ],
  ["a page of the bank's site", () => "<html><body>Session expirée</body></html>", "camt_other"],
  ["a CSV without headings", () => "a;b;c\n1;2;3\n", "no_headings"],
  [
    "rows that do not give its closing balance",
    () => camt(stmt([ROW], { ...BALANCES, closing: ["2026-03-02", "58.00"] })),
    "balance_mismatch",
  ],
  ["an amount no company moves", () => csv([{ ...ROW, amount: "10000000000,01" }]), "amount_too_large"],
  [
    "more money in all than an account could tell exactly",
    () => csv(Array.from({ length: 101 }, (_, place) => ({ ...ROW, label: `L${place}`, amount: "10000000000,00" }))),
    "movements_too_large",
  ],
];

describe("a file that cannot be a statement", () => {
  let mine: Mine;
  let id: string;
  beforeAll(async () => {
    mine = await company(world);
    id = await opened(mine);
  });

  it.each(HOSTILE)("%s is refused by name, and nothing is written", async (_, file, code) => {
    for (const query of ["", "?dry_run=true"]) {
      const answer = await send(mine, id, file(), query);
      expectRefusal(answer, "statement.unreadable");
      expect(codesIn(answer)).toContain(code);
    }
    await nothingOf(mine, id);
  });

  it("is told line by line, in the caller's language", async () => {
    const file = "Date;Libellé;Montant\n02/03/2026;CAFE;12x\n31/02/2026;THE;-3,20\n";
    const answer = await send(mine, id, file);
    expect(answer.body["errors"]).toEqual([
      { pointer: "/lines/2/columns/3", code: "amount_unreadable", message: "Ligne 2 : « 12x » n'est pas un montant." },
      { pointer: "/lines/3", code: "date_unreadable", message: "Ligne 3 : « 31/02/2026 » n'est pas une date." },
    ]);
    const english = await send(mine, id, file, "", { "accept-language": "en" });
    expect(english.body["errors"]).toMatchObject([
      { message: "Line 2: “12x” is not an amount." },
      { message: "Line 3: “31/02/2026” is not a date." },
    ]);
    await nothingOf(mine, id);
  });

  it("is refused empty, above 4 MB, and with a parameter nobody knows", async () => {
    expectRefusal(await send(mine, id, ""), "request.invalid");
    expectRefusal(await send(mine, id, Buffer.alloc(4_194_305, 0x20)), "request.body_too_large");
    expectRefusal(await send(mine, id, csv([ROW]), "?force=true"), "request.unknown_parameter");
    expectRefusal(await send(mine, id, "{", "", { "content-type": "application/json" }), "request.malformed_json");
    await nothingOf(mine, id);
  });

  it("has 100 000 rows at most", async () => {
    const rows = Array.from({ length: 100_001 }, (_, index) => `02/03/2026;L${index};-1,00`);
    const answer = await send(mine, id, `Date;Libellé;Montant\n${rows.join("\n")}\n`);
    expectRefusal(answer, "statement.unreadable");
    expect(codesIn(answer)).toEqual(["too_many_rows"]);
    await nothingOf(mine, id);
  });
});

describe("an uploaded statement", () => {
  it("is imported by a job; what cannot be read is told line by line in its result", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const good = await uploaded(mine, csv([ROW]));
    const done = await mine.post(`/api/accounts/${id}/import`, { upload_id: good }, WAIT);
    expect(done.body).toMatchObject({ status: "done", result: { outcome: "imported", file_name: "releve.csv", rows: { added: 1 } } });
    const bad = await uploaded(mine, "Date;Libellé;Montant\n02/03/2026;CAFE;12x\n");
    const told = await mine.post(`/api/accounts/${id}/import`, { upload_id: bad }, WAIT);
    expect(told.body).toMatchObject({
      status: "done",
      result: {
        outcome: "unreadable",
        import_id: null,
        rows: { rejected: 1 },
        problems: [{ code: "amount_unreadable", line: 2, column: 3 }],
      },
    });
    const other = await uploaded(mine, camt(stmt([ROW], BALANCES, OTHER_IBAN)));
    const failed = await mine.post(`/api/accounts/${id}/import`, { upload_id: other }, WAIT);
    expect(failed.body).toMatchObject({ status: "failed", refusal: "statement.other_account" });
    expect(await rowsOf(world, mine)).toHaveLength(1);
  });

  it("of another purpose, of another company, not put yet, or too large is refused", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    const id = await opened(mine);
    const importing = (upload_id: string, account = id) => mine.post(`/api/accounts/${account}/import`, { upload_id }, WAIT);
    expectRefusal(await importing(await uploaded(mine, csv([ROW]), "fec_check")), "upload.not_found");
    expectRefusal(await importing(await uploaded(theirs, csv([ROW]))), "upload.not_found");
    const announced = { purpose: "statement", file_name: "a.csv", bytes: 12, content_type: "text/csv" };
    expectRefusal(await importing(String((await mine.post("/api/uploads", announced)).body["upload_id"])), "upload.not_finished");
    const large = await uploaded(mine, Buffer.alloc(16_000_001, 0x20), "fec_check");
    const asStatement = { ExpressionAttributeNames: { "#purpose": "purpose" }, ExpressionAttributeValues: { ":statement": "statement" } };
    const Key = { pk: `COMPANY#${mine.id}#UPLOADS`, sk: large };
    await world.table(mine.id).update({ Key, UpdateExpression: "SET #purpose = :statement", ...asStatement });
    expectRefusal(await importing(large), "statement.unreadable", "");
    expectRefusal(await importing(await uploaded(mine, csv([ROW])), await opened(theirs)), "account.not_found");
    await nothingOf(mine, id);
  });
});

describe("who may", () => {
  it("import: whoever may change transactions; a viewer sees what was imported and imports nothing", async () => {
    const mine = await company(world);
    const id = await opened(mine);
    const token = await tokenFor(world, { personId: mine.personId, companyId: CompanyId.parse(mine.id), role: "viewer" });
    const viewer: Pick<Mine, "as"> = { as: (method, path, options = {}) => world.request(method, path, { token, ...options }) };
    expectRefusal(await send(viewer, id, csv([ROW])), "auth.forbidden");
    expect((await viewer.as("GET", `/api/accounts/${id}/imports`)).status).toBe(200);
    const theirs = await company(world);
    expectRefusal(await send(theirs, id, csv([ROW])), "account.not_found");
    expectRefusal(await theirs.get(`/api/accounts/${id}/imports`), "account.not_found");
  });
});
