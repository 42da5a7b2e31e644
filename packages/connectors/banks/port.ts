import type { BusinessDate, Instant } from "#domain/dates";
import type { Cents, Currency } from "#domain/money";

export type Provider = "bridge" | "sandbox";

/** One account as the provider tells it. `balance*` are what the bank reports, never what we compute. */
export type ProviderAccount = {
  readonly providerId: string;
  readonly name: string;
  readonly type: "checking" | "savings" | "card" | "loan" | "securities" | "other";
  readonly currency: Currency;
  readonly iban?: string;
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

/** One bank login as the provider sees it. */
export type ProviderItem = {
  readonly itemId: string;
  readonly state: "active" | "reauth_required" | "temporarily_unavailable" | "unsupported" | "degraded";
  readonly statusInfo: string;
  readonly bankName?: string;
  readonly consentExpiresAt?: Instant;
};

/** A new consent: the provider's user that will own the items, and the page where the bank asks the person. */
export type Consent = { readonly userId: string; readonly connectUrl: string };

/** One authenticated conversation with a provider about one of its users. */
export type BankSession = {
  items(): Promise<readonly ProviderItem[]>;
  accounts(): Promise<readonly ProviderAccount[]>;
  /** Every page of rows changed since the instant (deleted ones included), or the whole snapshot without one. */
  rows(since?: Instant): AsyncIterable<readonly ProviderRow[]>;
};

/** What every bank provider can do. Errors are `BankError`s with a kind the sync understands. */
export type Bank = {
  connect(request: { readonly reference: string; readonly email: string; readonly callbackUrl?: string }): Promise<Consent>;
  open(userId: string): Promise<BankSession>;
};

export type BankErrorKind = "unauthorized" | "throttled" | "unavailable" | "invalid_answer" | "refused";

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
