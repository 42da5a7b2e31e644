import type { CompanyId, PersonId } from "#domain/ids";
import type { Role } from "#domain/people/role";
import type { Action } from "./db.ts";
import { TABLE } from "./entity.ts";

const memberKey = (companyId: CompanyId, personId: PersonId) => ({ pk: `COMPANY#${companyId}#MEMBERS`, sk: personId });

/** Holds while a person has this role, and says that something is handed out on the strength of it. */
export const entitledAction = (companyId: CompanyId, personId: PersonId, role: Role): Action => ({
  Update: {
    TableName: TABLE,
    Key: memberKey(companyId, personId),
    UpdateExpression: "ADD grants :one",
    ConditionExpression: "#role = :role",
    ExpressionAttributeNames: { "#role": "role" },
    ExpressionAttributeValues: { ":role": role, ":one": 1 },
  },
});

/** Holds while a person has this role. */
export const hasRoleAction = (companyId: CompanyId, personId: PersonId, role: Role): Action => ({
  ConditionCheck: {
    TableName: TABLE,
    Key: memberKey(companyId, personId),
    ConditionExpression: "#role = :role",
    ExpressionAttributeNames: { "#role": "role" },
    ExpressionAttributeValues: { ":role": role },
  },
});
