import { Attachment } from "#domain/banking/attachment";
import { keyOfTransaction } from "#domain/banking/row";
import type { Instant } from "#domain/dates";
import type { AttachmentId, CompanyId, TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";
import { rowPartition } from "./row-item.ts";

/**
 * Access patterns: files of a row (one query) · one of them. A file taken off its row is kept under another key: it is a voucher, and its
 * object stays. docs/table.md.
 */
const LIVE = "F#";
const REMOVED = "R#";
const LIST_MAX = 100;

const keyOf = (companyId: CompanyId, rowId: TransactionId, state: typeof LIVE | typeof REMOVED, id: string): Key => {
  const { ordinal, hash } = keyOfTransaction(rowId);
  return { pk: rowPartition(companyId, ordinal), sk: `${state}${hash}#${id}` };
};

/** Where a file lies: by row and content, so that what is there once is never anything else. */
export const attachmentKey = (companyId: CompanyId, rowId: TransactionId, sha256: string): string =>
  `attachments/${companyId}/${rowId}/${sha256}`;

export const attachments = (db: Db, companyId: CompanyId, rowId: TransactionId) => ({
  /** Files of the row, oldest first. Strongly consistent. */
  async all(): Promise<readonly Attachment[]> {
    const { pk, sk } = keyOf(companyId, rowId, LIVE, "");
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and begins_with(sk, :sk)",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
      ConsistentRead: true,
      Limit: LIST_MAX,
    });
    return items
      .map(attachmentOf)
      .sort((left, right) => (left.createdAt < right.createdAt ? -1 : left.createdAt > right.createdAt ? 1 : 0));
  },
  /** One file of the row. Refuses one that is not there (any more). */
  async get(id: AttachmentId): Promise<Attachment> {
    const found = await db.get({ Key: keyOf(companyId, rowId, LIVE, id), ConsistentRead: true });
    if (!found) throw new Refusal("attachment.not_found");
    return attachmentOf(found);
  },
});

const attachmentOf = (item: Item): Attachment => Attachment.parse(item);

/** Notes a file, unless the row has it. */
export const attachAction = (companyId: CompanyId, rowId: TransactionId, attachment: Attachment): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...keyOf(companyId, rowId, LIVE, attachment.id), ...attachment },
    ConditionExpression: "attribute_not_exists(pk)",
  },
});

/** Takes a file off its row and keeps the note of it. */
export const detachActions = (
  companyId: CompanyId,
  rowId: TransactionId,
  attachment: Attachment,
  removedAt: Instant,
): readonly Action[] => [
  { Delete: { TableName: TABLE, Key: keyOf(companyId, rowId, LIVE, attachment.id), ConditionExpression: "attribute_exists(pk)" } },
  { Put: { TableName: TABLE, Item: { ...keyOf(companyId, rowId, REMOVED, attachment.id), ...attachment, removedAt } } },
];
