import { Entity, Service } from "electrodb";
import { expect, it } from "vitest";
import { tableOverHttp } from "./over-http.ts";

const at = tableOverHttp();

const settings = () => ({ client: at.client, table: at.table });

function accounts() {
  return new Entity(
    {
      model: { entity: "account", version: "1", service: "bank" },
      attributes: {
        companyId: { type: "string", required: true },
        accountId: { type: "string", required: true },
        balance: { type: "number", default: 0 },
        tags: { type: "set", items: "string" },
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["companyId"] }, sk: { field: "sk", composite: ["accountId"] } },
        byCompany: {
          index: "gsi1",
          collection: "banking",
          type: "clustered",
          pk: { field: "gsi1pk", composite: ["companyId"] },
          sk: { field: "gsi1sk", composite: ["accountId"] },
        },
      },
    },
    settings(),
  );
}

function rows() {
  return new Entity(
    {
      model: { entity: "row", version: "1", service: "bank" },
      attributes: {
        companyId: { type: "string", required: true },
        accountId: { type: "string", required: true },
        rowId: { type: "string", required: true },
        cents: { type: "number", required: true },
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["companyId", "accountId"] }, sk: { field: "sk", composite: ["rowId"] } },
        byCompany: {
          index: "gsi1",
          collection: "banking",
          type: "clustered",
          pk: { field: "gsi1pk", composite: ["companyId"] },
          sk: { field: "gsi1sk", composite: ["accountId", "rowId"] },
        },
      },
    },
    settings(),
  );
}

function bank() {
  const account = accounts();
  const row = rows();
  return { account, row, service: new Service({ account, row }, settings()) };
}

it("ElectroDB creates once, patches what exists and upserts what does not", async () => {
  const { account } = bank();
  await account.create({ companyId: "c1", accountId: "a1", balance: 10, tags: ["x", "y"] }).go();
  await expect(account.create({ companyId: "c1", accountId: "a1" }).go()).rejects.toMatchObject({ code: 4001 });
  await expect(account.patch({ companyId: "c1", accountId: "no" }).set({ balance: 1 }).go()).rejects.toMatchObject({ code: 4001 });
  await account
    .patch({ companyId: "c1", accountId: "a1" })
    .subtract({ balance: 3 })
    .delete({ tags: ["x"] })
    .go();
  expect((await account.get({ companyId: "c1", accountId: "a1" }).go()).data).toMatchObject({ balance: 7, tags: ["y"] });
  const { data } = await account.upsert({ companyId: "c1", accountId: "a2", balance: 5 }).go({ response: "all_new" });
  expect(data).toMatchObject({ balance: 5 });
});

it("ElectroDB writes batches, pages by cursor and reads a collection", async () => {
  const { row, service } = bank();
  const sixty = Array.from({ length: 60 }, (_, index) => ({ companyId: "c2", accountId: "a", rowId: `r${index}`, cents: -index }));
  expect((await row.put(sixty).go()).unprocessed).toEqual([]);
  await bank().account.create({ companyId: "c2", accountId: "a" }).go();
  let cursor: string | null = null;
  let read = 0;
  do {
    const page: Awaited<ReturnType<ReturnType<typeof row.query.primary>["go"]>> = await row.query
      .primary({ companyId: "c2", accountId: "a" })
      .go({ cursor, limit: 25 });
    read += page.data.length;
    cursor = page.cursor;
  } while (cursor !== null);
  expect(read).toBe(60);
  const { data } = await service.collections.banking({ companyId: "c2" }).go({ pages: "all" });
  expect([data.account.length, data.row.length]).toEqual([1, 60]);
});

it("ElectroDB sees a cancelled transaction, which wrote nothing", async () => {
  const { account, service } = bank();
  const attempt = (second: string) =>
    service.transaction
      .write(({ account: some }) => [
        some.create({ companyId: "c3", accountId: "unique" }).commit(),
        some.create({ companyId: "c3", accountId: second }).commit(),
      ])
      .go();
  expect((await attempt("one")).canceled).toBe(false);
  const lost = await attempt("two");
  expect([lost.canceled, lost.data.map(({ code }) => code)]).toEqual([true, ["ConditionalCheckFailed", "None"]]);
  expect((await account.get({ companyId: "c3", accountId: "two" }).go()).data).toBeNull();
});
