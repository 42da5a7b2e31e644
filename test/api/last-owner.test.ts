import { describe, expect, it } from "vitest";
import { changeRole, removeMember } from "#functions/api/users/membership";
import { members } from "#store/members";
import { colleague } from "#test/people";
import { refused, usersDesk } from "./users-desk.ts";

const desk = usersDesk();
const { owned, usersOf } = desk;

describe("the last owner", () => {
  it("can neither leave, nor be removed, nor step down", async () => {
    const owner = await owned();
    await colleague(desk.world, owner.companyId, "admin");
    refused(await owner.delete("/users/me"), 409, "user.last_owner");
    refused(await owner.delete(`/users/${owner.personId}`), 409, "user.last_owner");
    refused(await owner.put(`/users/${owner.personId}`, { role: "admin" }), 409, "user.last_owner");
    const second = await colleague(desk.world, owner.companyId, "owner");
    expect((await owner.put(`/users/${owner.personId}`, { role: "admin" })).status).toBe(200);
    refused(await second.delete("/users/me"), 409, "user.last_owner");
  });

  it("stays when both owners leave at once, or both step down, having read the same roster", async () => {
    for (const next of [null, "viewer"] as const) {
      const owner = await owned();
      await colleague(desk.world, owner.companyId, "owner");
      const { members: both } = await members(desk.world.table(owner.companyId), owner.companyId).roster();
      const going = both.map((member) => {
        const actor = {
          kind: "person",
          id: member.personId,
          ...member,
          companyId: owner.companyId,
          ...{ sessionId: desk.world.newId("session"), network: "127.0.0.0/24" },
        } as const;
        const doing = { actor, directory: desk.world.table, now: desk.world.clock.now, newId: desk.world.newId, requestId: "r" };
        return next ? changeRole(member, next, doing) : removeMember(member, doing);
      });
      const ends = await Promise.allSettled(going);
      expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "user.last_owner" } });
      const { members: left } = await members(desk.world.table(owner.companyId), owner.companyId).roster();
      expect(left.filter(({ role }) => role === "owner").length).toBe(1);
    }
  });

  it("stays when two owners remove and demote each other, and themselves, twenty times at once", async () => {
    const owner = await owned();
    const other = await colleague(desk.world, owner.companyId, "owner");
    const acts = Array.from({ length: 20 }, (_, at) => {
      const [doer, target] = at % 2 === 0 ? [owner, other] : [other, owner];
      if (at % 5 === 0) return doer.delete("/users/me");
      return at % 3 === 0 ? doer.put(`/users/${target.personId}`, { role: "viewer" }) : doer.delete(`/users/${target.personId}`);
    });
    const answers = await Promise.all(acts);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const { members: left } = await members(desk.world.table(owner.companyId), owner.companyId).roster();
    expect(left.filter(({ role }) => role === "owner")).toHaveLength(1);
  });
});

describe("the list of users", () => {
  it("pages over invitations and members without losing or repeating one", async () => {
    const owner = await owned();
    for (let at = 0; at < 5; at += 1) await owner.post("/users", { email: `p${at}@example.test`, role: "viewer" });
    for (let at = 0; at < 4; at += 1) await colleague(desk.world, owner.companyId, "viewer");
    const ids: unknown[] = [];
    let path = "/users?limit=3";
    for (let page = 0; page < 10; page += 1) {
      const { body } = await owner.get(path);
      ids.push(...(body["data"] as { id: string }[]).map(({ id }) => id));
      if (body["next_cursor"] === null) break;
      path = `/users?limit=3&cursor=${encodeURIComponent(String(body["next_cursor"]))}`;
    }
    expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
  });

  it("is the company's own affair", async () => {
    const [mine, theirs] = [await owned(), await owned()];
    const { body } = await theirs.post("/users", { email: "g@example.test", role: "viewer" });
    for (const id of [theirs.personId, body["id"]]) {
      refused(await mine.get(`/users/${id}`), 404, "user.not_found");
      refused(await mine.put(`/users/${id}`, { role: "viewer" }), 404, "user.not_found");
      refused(await mine.delete(`/users/${id}`), 404, "user.not_found");
    }
    for (const id of ["HEAD", "per_x", "per_00000000000000000000000000%00", "../me", "ivt_'--"])
      expect([400, 404]).toContain((await mine.get(`/users/${encodeURIComponent(id)}`)).status);
    expect((await usersOf(theirs)).length).toBe(2);
  });

  it("has an end: members and live invitations are limited", async () => {
    const owner = await owned();
    const many = Array.from({ length: 499 }, () => desk.world.newId("person"));
    const joinedAt = desk.world.clock.now().toISOString();
    for (const personId of many)
      await desk.world.table(owner.companyId).put({
        Item: { pk: `COMPANY#${owner.companyId}#MEMBERS`, sk: personId, personId, role: "viewer", joinedAt },
      });
    refused(await owner.post("/users", { email: "h@example.test", role: "viewer" }), 409, "user.limit_reached");
  });
});
