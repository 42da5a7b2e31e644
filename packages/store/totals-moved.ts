import type { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Action } from "./db.ts";
import { rowPartition } from "./row-item.ts";

/** Adds up what transactions would move in an account up to the end of a day (null: whatever the day), from the day nets they add to its months. */
export function netMoved(companyId: CompanyId, ordinal: number, through: BusinessDate | null) {
  const pk = rowPartition(companyId, ordinal);
  const sum = { cents: 0 };
  return {
    watch({ Update }: Action): void {
      const month = Update?.Key?.["pk"] === pk ? /^M#(.{7})$/.exec(String(Update.Key["sk"]))?.[1] : undefined;
      if (!Update || month === undefined) return;
      for (const [placeholder, name] of Object.entries(Update.ExpressionAttributeNames ?? {})) {
        const value: unknown = Update.ExpressionAttributeValues?.[placeholder.replace("#", ":")];
        if (!/^d\d\d$/.test(name) || typeof value !== "number") continue;
        if (through === null || `${month}-${name.slice(1)}` <= through) sum.cents += value;
      }
    },
    cents: () => sum.cents,
  };
}
