/** What the sandbox serves, field for field as Bridge v3 does. Amounts are decimal texts, written as JSON numbers. */
export type WireTransaction = {
  readonly id: number;
  readonly account_id: number;
  readonly clean_description: string;
  readonly provider_description: string;
  readonly amount: DecimalText;
  readonly currency_code: string;
  readonly date: string;
  readonly booking_date?: string;
  readonly transaction_date?: string;
  readonly value_date?: string;
  readonly updated_at: string;
  readonly category_id?: number;
  readonly deleted: boolean;
  readonly future: boolean;
};

export type WireAccount = {
  readonly id: number;
  readonly item_id: number;
  readonly provider_id: number;
  readonly name: string;
  readonly type: string;
  readonly currency_code: string;
  readonly balance: DecimalText;
  readonly accounting_balance?: DecimalText;
  readonly instant_balance?: DecimalText;
  readonly iban?: string;
  readonly pro: boolean;
  readonly data_access: "enabled" | "disabled";
  readonly last_refresh_status: string;
  readonly updated_at: string;
  readonly loan_details?: Readonly<Record<string, string | DecimalText>>;
};

export type WireItem = {
  readonly id: number;
  readonly status: number;
  readonly status_code_info: string;
  readonly provider_id: number;
  readonly account_types: string;
  readonly created_at: string;
  readonly last_successful_refresh: string;
  readonly last_try_refresh: string;
  readonly authentication_expires_at?: string;
};

/** Everything a bank has to say about one login at one instant. `transactions` holds the latest version of each row, deleted ones too. */
export type Statement = {
  readonly accounts: readonly WireAccount[];
  readonly transactions: readonly WireTransaction[];
  /** Fewer rows a page than Bridge's own bound. */
  readonly pageRowsMax?: number;
};

/** A number to be written exactly so in JSON, even when it is none (`NaN`): tests need banks that misbehave. */
export type DecimalText = { readonly decimal: string };

export const decimal = (text: string): DecimalText => ({ decimal: text });

/** Cents as a decimal number of euros: -123456 -> -1234.56. */
export function euros(cents: number): DecimalText {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const fraction = digits.slice(-2).replace(/0+$/, "");
  return { decimal: `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}${fraction && `.${fraction}`}` };
}

const MARK = "\u0001";

/** JSON text in which every DecimalText stands as the number it names. */
export function wireJson(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => (isDecimal(inner) ? `${MARK}${inner.decimal}` : inner));
  return text.replace(/"\\u0001([^"]*)"/g, "$1");
}

const isDecimal = (value: unknown): value is DecimalText =>
  typeof value === "object" && value !== null && "decimal" in value && typeof value.decimal === "string";
