import type { Action, Item } from "./db.ts";

/** Runs a builder at the first call and remembers it: an ElectroDB entity costs CPU to build, so none is built at import. */
export function lazily<Built>(build: () => Built): () => Built {
  let built: { readonly value: Built } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

/** Name given to ElectroDB, which wants one; the real name is set where the command is sent. */
export const TABLE = "numma";

/** Key templates: every partition key starts with its tenant, as it stands, without ElectroDB's own prefixes. */
export const companyKey = <const Name extends string>(name: Name) =>
  ({ field: "pk", composite: ["companyId"], template: `COMPANY#\${companyId}#${name}`, casing: "none" }) as const;

export const sortKey = <const Fields extends readonly string[], const Template extends string>(composite: Fields, template: Template) =>
  ({ field: "sk", composite, template, casing: "none" }) as const;

type PutParams = {
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
};
type UpdateParams = {
  readonly Key: Item;
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
};

/** ElectroDB's put or create, as one action of a transaction. */
export const putAction = (params: PutParams): Action => ({ Put: { ...params, TableName: TABLE } });

/** ElectroDB's update or patch, as one action of a transaction. */
export const updateAction = (params: UpdateParams): Action => ({ Update: { ...params, TableName: TABLE } });

/** Puts an item in place of the one that was read at a version; version 0: there was none. */
export const inPlaceOf = (version: number) => ({
  ConditionExpression: version === 0 ? "attribute_not_exists(pk)" : "#version = :read",
  ...(version > 0 && { ExpressionAttributeNames: { "#version": "version" }, ExpressionAttributeValues: { ":read": version } }),
});
