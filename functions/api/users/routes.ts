import * as z from "zod";
import { InvitationId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { personIn } from "#runtime/actor";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import type { Db } from "#store/db";
import { isLive } from "#store/invitations";
import { members } from "#store/members";
import { people } from "#store/people";
import { accept, joinAs } from "./accept.ts";
import { instantNow } from "./doing.ts";
import { changeInvitation, mailAgain, takeBack } from "./invitation-changes.ts";
import { invite } from "./invite.ts";
import { changeRole, removeMember } from "./membership.ts";
import { Acceptance, Joined, Joining, NewInvitation, RoleChange, UserId, UserView } from "./shapes.ts";
import { invitationView, memberView } from "./view.ts";

const route = routesNeeding("table", "directory");
const inviting = routesNeeding("table", "directory", "mailQueue");
const params = z.object({ userId: UserId });

const list = route({
  method: "GET",
  path: "/users",
  may: "users:read",
  summary: "Who belongs to the company, and who is invited to; an invitation that expired is not shown",
  query: listQuery({}),
  returns: listOf(UserView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, directory, cursors, now }) {
    const page = await members(table, actor.companyId).page(query.limit, cursors.open(z.union([PersonId, InvitationId])));
    const known = new Map(
      (await people(directory()).byIds(page.members.map(({ personId }) => personId))).map((one) => [one.personId, one]),
    );
    const live = page.invitations.filter((invitation) => isLive(invitation, instantNow({ now })));
    const data = [...live.map(invitationView), ...page.members.map((member) => memberView(member, known.get(member.personId)))];
    return { data, nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

const add = inviting({
  method: "POST",
  path: "/users",
  may: "users:write",
  summary:
    "Invite somebody by e-mail, in a role up to one's own. The mail that leaves holds the token, and nothing else does. Inviting again replaces the invitation",
  body: NewInvitation,
  returns: UserView,
  status: 201,
  refuses: ["auth.person_only", "user.role_too_high", "user.already_member", "user.limit_reached", "conflict.changed_meanwhile"],
  async handle({ body, actor, request, directory, mailQueue, now, newId }) {
    const doing = { actor: personIn(actor), directory, now, newId, requestId: request.requestId };
    return invite(body, { ...doing, mailQueue });
  },
});

/** A member and who they are. Nothing of a person is read before the roster names them: people of other companies are none of ours. */
async function found(personId: PersonId, store: ReturnType<typeof members>, directory: Db) {
  const member = await store.find(personId);
  if (!member) throw new Refusal("user.not_found");
  return { member, person: (await people(directory).byId(personId)) ?? undefined };
}

const get = route({
  method: "GET",
  path: "/users/{user_id}",
  may: "users:read",
  summary: "One member or invitation",
  params,
  returns: UserView,
  refuses: ["user.not_found"],
  async handle({ params: { userId }, actor, table, directory, now }) {
    const store = members(table, actor.companyId);
    const invitationId = InvitationId.safeParse(userId);
    if (invitationId.success) {
      const invitation = await store.invitation(invitationId.data);
      if (!invitation || !isLive(invitation, instantNow({ now }))) throw new Refusal("user.not_found");
      return invitationView(invitation);
    }
    const { member, person } = await found(PersonId.parse(userId), store, directory());
    return memberView(member, person);
  },
});

const change = route({
  method: "PUT",
  path: "/users/{user_id}",
  may: "users:write",
  summary: "Change a role, effective on the next request of every session; keys and invitations the new role does not carry end with it",
  params,
  body: RoleChange,
  returns: UserView,
  refuses: ["auth.person_only", "user.not_found", "user.role_too_high", "user.last_owner", "conflict.changed_meanwhile"],
  async handle({ params: { userId }, body: { role }, actor, request, assertMatch, table, directory, now, newId }) {
    const doing = { actor: personIn(actor), directory, now, newId, requestId: request.requestId };
    const invitationId = InvitationId.safeParse(userId);
    if (invitationId.success) return invitationView(await changeInvitation(invitationId.data, role, assertMatch, doing));
    const { member, person } = await found(PersonId.parse(userId), members(table, actor.companyId), directory());
    assertMatch(member);
    return memberView(await changeRole(member, role, doing), person);
  },
});

const remove = route({
  method: "DELETE",
  path: "/users/{user_id}",
  may: "users:write",
  summary: "End a membership with its sessions and API keys at once, or take an invitation back",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["auth.person_only", "user.not_found", "user.role_too_high", "user.last_owner", "conflict.changed_meanwhile"],
  async handle({ params: { userId }, actor, request, assertMatch, table, directory, now, newId }) {
    const doing = { actor: personIn(actor), directory, now, newId, requestId: request.requestId };
    const invitationId = InvitationId.safeParse(userId);
    if (invitationId.success) return takeBack(invitationId.data, assertMatch, doing);
    const member = await members(table, actor.companyId).find(PersonId.parse(userId));
    if (!member) throw new Refusal("user.not_found");
    assertMatch(member);
    return removeMember(member, doing);
  },
});

const resend = inviting({
  method: "POST",
  path: "/users/{user_id}/resend",
  may: "users:write",
  summary: "Mail an open invitation again, three times an hour at most; the last mail's token gives way to the new one's",
  params,
  returns: UserView,
  status: 202,
  refuses: [
    "auth.person_only",
    "user.not_found",
    "user.role_too_high",
    "auth.too_many_attempts",
    "conflict.changed_meanwhile",
    "queue.unavailable",
  ],
  async handle({ params: { userId }, actor, request, directory, mailQueue, now, newId }) {
    const invitationId = InvitationId.safeParse(userId);
    if (!invitationId.success) throw new Refusal("user.not_found");
    const doing = { actor: personIn(actor), directory, now, newId, requestId: request.requestId };
    return invitationView(await mailAgain(invitationId.data, { ...doing, mailQueue }));
  },
});

const leave = route({
  method: "DELETE",
  path: "/users/me",
  may: "session",
  summary: "Leave the company, whatever one's role; its last owner cannot",
  returns: z.null(),
  status: 204,
  refuses: ["user.not_found", "user.last_owner", "conflict.changed_meanwhile"],
  async handle({ actor, request, assertMatch, table, directory, now, newId }) {
    const member = await members(table, actor.companyId).find(actor.personId);
    if (!member) throw new Refusal("user.not_found");
    assertMatch(member);
    return removeMember(member, { actor, directory, now, newId, requestId: request.requestId });
  },
});

const acceptInvitation = routesNeeding("directory")({
  method: "POST",
  path: "/users/invitations/accept",
  may: "public",
  summary: "Take an invitation up with a name and a new password; whoever has an account logs in and joins",
  body: Acceptance,
  returns: Joined,
  status: 201,
  refuses: [
    "invitation.not_found",
    "invitation.login_required",
    "auth.weak_password",
    "user.already_member",
    "company.limit_reached",
    "conflict.changed_meanwhile",
  ],
  async handle({ body, request, directory, now, newId }) {
    return accept(body, { directory, now, newId, request });
  },
});

const joinInvitation = routesNeeding("directory")({
  method: "POST",
  path: "/users/invitations/join",
  may: "session",
  summary: "Take up an invitation sent to one's own address, being logged in",
  body: Joining,
  returns: Joined,
  status: 201,
  refuses: ["invitation.not_found", "user.already_member", "company.limit_reached", "conflict.changed_meanwhile"],
  async handle({ body, actor, request, directory, now, newId }) {
    return joinAs(actor.personId, body.token, { directory, now, newId, request });
  },
});

export const usersApi = resource("users", [list, add, get, change, remove, resend, leave, acceptInvitation, joinInvitation], {
  memoryMb: 1_024,
});
