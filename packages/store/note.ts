import type { Db, Item } from "./db.ts";

/** Sets fields of a piece of work (job, export) that is not done yet; what is done stays as it is. Progress, so no event. */
export async function noteUnlessDone(db: Db, key: { readonly pk: string; readonly sk: string }, fields: object): Promise<void> {
  const entries = Object.entries(fields);
  const values: Item = Object.fromEntries(entries.map(([, value], index) => [`:f${index}`, value]));
  await db.update({
    Key: { ...key },
    UpdateExpression: `SET ${entries.map((_, index) => `#f${index} = :f${index}`).join(", ")}`,
    ConditionExpression: "attribute_exists(pk) and #status <> :done",
    ExpressionAttributeNames: { "#status": "status", ...Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])) },
    ExpressionAttributeValues: { ...values, ":done": "done" },
  });
}
