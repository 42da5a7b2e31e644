import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { methodsAt } from "#functions/api/fallback/methods";
import { routesText } from "#infra/build/routes-text";
import { type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

describe("an address without that method", () => {
  it("is refused with the methods there are, whoever asks", async () => {
    const answer = await world.request("PUT", "/api/transactions/txn_00100000000000000000000");
    expect(answer).toMatchObject({ status: 405, body: { code: "route.method_not_allowed" } });
    expect(answer.headers["allow"]).toBe("GET, HEAD, PATCH, DELETE, OPTIONS");
  });

  it("tells them to OPTIONS, without a body and without CORS", async () => {
    const answer = await world.request("OPTIONS", "/api/accounts");
    expect(answer).toMatchObject({ status: 204, text: "", headers: { allow: "GET, HEAD, POST, OPTIONS" } });
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(await world.request("OPTIONS", "/auth/login")).toMatchObject({ status: 204, headers: { allow: "POST, OPTIONS" } });
  });

  it("is nowhere when the path is: for OPTIONS too, and for what is no percent-encoding", async () => {
    for (const path of ["/nope", "/api/accounts/", "/api/accounts//balance", "/api/transactions/%ZZ", "/API/accounts"])
      expect(await world.request("OPTIONS", path), path).toMatchObject({ status: 404, body: { code: "route.not_found" } });
  });
});

describe("the methods of a path", () => {
  const known = { "/things": ["GET", "POST"], "/things/{id}": ["DELETE"], "/things/new": ["PUT"], "/a.b": ["POST"] };

  it("are those of every template it fits, as the gateway would find them", () => {
    expect(methodsAt(known, "/things/new")).toEqual(["PUT", "DELETE", "OPTIONS"]);
    expect(methodsAt(known, "/things/7")).toEqual(["DELETE", "OPTIONS"]);
    expect(methodsAt(known, "/things/%7Bid%7D")).toEqual(["DELETE", "OPTIONS"]);
  });

  it("are none where no template fits to the letter", () => {
    for (const path of ["/things/", "/things/7/8", "/aXb", "/things/%E0%A4%A", "", "/"]) expect(methodsAt(known, path), path).toEqual([]);
  });

  it("are read from a list far smaller than the document", () => {
    expect(routesText().length).toBeLessThan(20_000);
    expect(Object.keys(JSON.parse(routesText()))).toContain("/api/accounts/{account_id}");
    expect(routesText()).not.toContain("$default");
  });
});
