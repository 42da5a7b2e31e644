import * as z from "zod";
import { BusinessDate, Instant } from "../dates.ts";
import { TransactionId } from "../ids.ts";
import { Cents, Currency } from "../money.ts";
import { ordinalText } from "./account.ts";
import { Source } from "./provider.ts";

/** Where a row stands. `deleted` rows are kept as tombstones, out of every list and total. */
export const RowStatus = z.enum(["booked", "pending", "future", "deleted"]);
export type RowStatus = z.infer<typeof RowStatus>;

/** How a row got its category. `user` is never overwritten by a rule. */
export const Categorisation = z.object({
  code: z.string().length(2),
  confidencePpm: z.int().min(0).max(1_000_000),
  source: z.enum(["user", "rule", "direction", "none"]),
  ruleId: z.string().max(40).nullable(),
  reason: z.string().max(200),
});
export type Categorisation = z.infer<typeof Categorisation>;

/** A part of a split row: signed minor units, a category of its own. The parts add up to the row; one of them may go the other way (a commission kept). */
export const RowPart = z.object({ code: z.string().length(2), amountCents: Cents, note: z.string().max(200).nullable() });
export type RowPart = z.infer<typeof RowPart>;

/** One bank row as we keep it: what the provider says, what we made of it, what the person added. */
export const BankRow = z.object({
  ordinal: z.int().min(1).max(999),
  /** 20 characters: names the row inside its account for ever, whatever id the provider gives it later. */
  hash: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/),
  status: RowStatus,
  amountCents: Cents,
  currency: Currency,
  date: BusinessDate,
  transactionDate: BusinessDate.nullable(),
  valueDate: BusinessDate.nullable(),
  label: z.string().max(200),
  rawLabel: z.string().max(300),
  categorisation: Categorisation,
  note: z.string().max(500).nullable(),
  /** What a person split it into; none when it is whole. */
  parts: z.array(RowPart).max(20),
  /** Files a person attached. */
  attachmentCount: z.int().min(0),
  /** The other leg, in another account of the company, of money that only changed pockets. */
  transfer: TransactionId.nullable(),
  /** Who tells the row now; empty for rows written before this was kept: the account's provider. */
  source: Source,
  /** The provider's current id, and a hash of every provider field kept, `deleted` included. */
  providerId: z.string().max(80),
  contentHash: z.string().max(32),
  providerUpdatedAt: Instant,
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int().min(1),
});
export type BankRow = z.infer<typeof BankRow>;

/** The public id: account ordinal and row hash. */
export const transactionId = ({ ordinal, hash }: Pick<BankRow, "ordinal" | "hash">): TransactionId =>
  TransactionId.parse(`txn_${ordinalText(ordinal)}${hash}`);

/** Back from the public id to the key. */
export const keyOfTransaction = (id: TransactionId): { readonly ordinal: number; readonly hash: string } => ({
  ordinal: Number(id.slice(4, 7)),
  hash: id.slice(7),
});

/** Category code of a row nobody and nothing could place. */
const UNCATEGORISED = "00";

/** What a row's money is for: its parts when it is split, otherwise all of it under its own category. */
export const partsOf = ({
  parts,
  categorisation,
  amountCents,
}: Pick<BankRow, "parts" | "categorisation" | "amountCents">): readonly RowPart[] =>
  parts.length > 0 ? parts : [{ code: categorisation.code, amountCents, note: null }];

/** A row waits for a decision while it is live and any of its money has no category. */
export const isOpen = (row: Pick<BankRow, "status" | "parts" | "categorisation" | "amountCents">): boolean =>
  row.status !== "deleted" && partsOf(row).some(({ code }) => code === UNCATEGORISED);
