import type { BusinessDate, Instant } from "#domain/dates";
import type { Cents, Currency } from "#domain/money";

/** One account as the provider tells it. `balance*` are what the bank reports, never what we compute. */
export type ProviderAccount = {
  readonly providerId: string;
  readonly name: string;
  readonly type: "checking" | "savings" | "card" | "loan" | "securities" | "other";
  readonly currency: Currency;
  readonly iban?: string;
  /** The login it is reached through, where the provider tells. */
  readonly itemId?: string;
  readonly balanceCents: Cents;
  /** Booked money only; absent when the bank does not tell it apart. */
  readonly accountingBalanceCents?: Cents;
  readonly enabled: boolean;
};

/** One row as the provider tells it, amounts signed (out is negative), dates as written. */
export type ProviderRow = {
  readonly providerId: string;
  readonly accountProviderId: string;
  readonly label: string;
  readonly rawLabel: string;
  readonly amountCents: Cents;
  readonly currency: Currency;
  /** Accounting date: booking date when known. */
  readonly date: BusinessDate;
  readonly transactionDate?: BusinessDate;
  readonly valueDate?: BusinessDate;
  /** False when the provider gave no booking date: pending at banks that give one. */
  readonly hasBookingDate: boolean;
  readonly future: boolean;
  readonly deleted: boolean;
  readonly updatedAt: Instant;
  readonly categoryHint?: number;
};

/** A row that cannot be kept exactly as told: its account's read is not whole. Names it without its content. */
export type UnreadableRow = { readonly unreadable: string; readonly accountProviderId?: string; readonly providerId?: string };
export const isReadable = (row: ProviderRow | UnreadableRow): row is ProviderRow => !("unreadable" in row);

/** What a provider holds for the person besides money: securities, lives of a portfolio. Minor units; `quantity` as written. */
export type ProviderHolding = {
  readonly providerId: string;
  readonly accountProviderId: string;
  readonly label: string;
  readonly isin?: string;
  readonly quantity: string;
  readonly valueCents: Cents;
  readonly costCents?: Cents;
  readonly currency: Currency;
  readonly valuedOn?: BusinessDate;
};

/** What a provider can do, so that the sync asks nothing else of it. */
export type Capabilities = {
  /** `since` gives what changed; without it every read is a whole one. */
  readonly increments: boolean;
  /** Whether it tells deletions, or lets a row be missing from a whole read. */
  readonly deletions: "told" | "by_absence";
  /** Whether it tells what is only announced, and that it is; else it keeps silent about it until it is booked. */
  readonly announces: boolean;
  /** How a person lets us in: a page of the bank, a token for one run, a token we keep. */
  readonly consent: "page" | "one_run_token" | "kept_token";
  readonly holdings: boolean;
  readonly webhooks: boolean;
};

/** Which rows to read: what changed since an instant, or everything live of a day and after, or everything. */
export type RowsAsked = { readonly since?: Instant; readonly from?: BusinessDate };

/** One bank login as the provider sees it. */
export type ProviderItem = {
  readonly itemId: string;
  readonly state: "active" | "reauth_required" | "temporarily_unavailable" | "unsupported" | "degraded";
  readonly statusInfo: string;
  readonly bankName?: string;
  readonly consentExpiresAt?: Instant;
  /** When the provider last had everything from the bank; absent when it does not tell. */
  readonly refreshedAt?: Instant;
};

/** A new consent: the provider's user that will own the items, and the page where the bank asks the person. */
export type Consent = { readonly userId: string; readonly connectUrl: string };

/** One authenticated conversation with a provider about one of its users. */
export type BankSession = {
  items(): Promise<readonly ProviderItem[]>;
  accounts(): Promise<readonly ProviderAccount[]>;
  /** Every page of what is asked: with `since`, deleted rows included; else live ones. A row that cannot be read stands as such. */
  rows(asked?: RowsAsked): AsyncIterable<readonly (ProviderRow | UnreadableRow)[]>;
  /** Everything held besides money; only where the provider has it. */
  holdings?(): Promise<readonly ProviderHolding[]>;
};

/** What a person is asked a consent for: a new one, or one that a login of theirs lost (`userId` with `itemId`). */
export type ConsentRequest = {
  readonly reference: string;
  readonly email: string;
  readonly callbackUrl?: string;
  readonly userId?: string;
  readonly itemId?: string;
};

/** What every bank provider can do. Errors are `BankError`s with a kind the sync understands. */
export type Bank = {
  readonly capabilities: Capabilities;
  connect(request: ConsentRequest): Promise<Consent>;
  /** Begins a conversation about a user; where people give tokens, in the name of one. */
  open(userId: string, token?: string): Promise<BankSession>;
  /** Ends our access: the user and its logins are gone at the provider. Harmless when they are already. */
  disconnect(userId: string): Promise<void>;
};

/** Asked before every call that leaves for a provider: lets it pass, makes it wait, or throws a BankError that it may not. */
export type CallGate = () => Promise<void>;

/** `retired`: the provider has ended for good, and no other try will say anything else. */
export type BankErrorKind = "unauthorized" | "throttled" | "unavailable" | "invalid_answer" | "refused" | "retired";

/** A provider failed. `retryAfterSeconds` when it said when to come back. Holds no token, body or label. */
export class BankError extends Error {
  override readonly name = "BankError";
  readonly kind: BankErrorKind;
  readonly retryAfterSeconds: number | undefined;
  constructor(kind: BankErrorKind, message: string, retryAfterSeconds?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
