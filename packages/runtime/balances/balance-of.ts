import { createHash } from "node:crypto";
import { byAccount } from "#documents/balance/coherence";
import { balanceRemarkFr } from "#documents/balance/problems.fr";
import { readBalance, readStoredBalance } from "#documents/balance/read";
import type { BalanceFormat, BalanceReading, BalanceRemark, ReadRow } from "#documents/balance/reading";
import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { parsedBy } from "#runtime/input";
import type { AnalysisSource } from "#store/analyses";
import { BalanceInput } from "#tax/analysis/balance-input";
import { flawsOfProblems } from "./problems.ts";

/** A balance ready to be analysed: its rows as they were read, what it was read from, and what its reader should know. */
export type Balance = {
  readonly input: BalanceInput;
  /** Third parties apart, as the file has them. */
  readonly rows: readonly ReadRow[];
  readonly format: BalanceFormat;
  readonly source: AnalysisSource;
  readonly remarks: readonly { readonly code: string; readonly line: number; readonly place: string; readonly message: string }[];
};

export type Asked = { readonly startsOn?: BusinessDate; readonly endsOn?: BusinessDate; readonly fileName?: string };

/** Reads a file. Refuses it, each problem at its line, when it cannot be read as a balance. */
export async function balanceOfFile(bytes: Uint8Array, asked: Asked): Promise<Balance> {
  const reading = await readBalance(bytes, periodOf(asked));
  return balanceFrom(reading, asked, { sha256: hashed().update(bytes).digest("hex"), bytes: bytes.byteLength });
}

/** The same for a file that lies elsewhere and is read as it streams. */
export async function balanceOfStored(open: () => AsyncIterable<Uint8Array>, bytes: number, asked: Asked): Promise<Balance> {
  const seal = { hash: hashed() };
  async function* sealed(): AsyncGenerator<Uint8Array> {
    seal.hash = hashed();
    for await (const piece of open()) {
      seal.hash.update(piece);
      yield piece;
    }
  }
  const reading = await readStoredBalance(sealed, bytes, periodOf(asked));
  return balanceFrom(reading, asked, { sha256: seal.hash.digest("hex"), bytes });
}

const hashed = () => createHash("sha256");
const periodOf = ({ startsOn, endsOn }: Asked) => (startsOn !== undefined && endsOn !== undefined ? { startsOn, endsOn } : null);

function balanceFrom(reading: BalanceReading, asked: Asked, seal: { readonly sha256: string; readonly bytes: number }): Balance {
  const { format, problems } = reading;
  if (problems.length > 0) throw new Refusal("analysis.unreadable", { flaws: flawsOfProblems(format, problems) });
  const span = periodOf(asked) ?? toldBy(reading);
  const rows = byAccount(reading.rows);
  const told: BalanceRemark[] =
    rows.length < reading.rows.length ? [{ code: "third_parties_summed", line: 0, place: "", detail: String(reading.rows.length) }] : [];
  return {
    // Sums the analysis does not take are refused here.
    input: parsedBy(BalanceInput, { ...span, rows: rows.map(inputRow), previous: null }),
    ...{ rows: reading.rows, format },
    source: { format, fileName: asked.fileName ?? null, ...seal, rows: reading.rows.length },
    remarks: [...reading.remarks, ...told].map(({ code, line, place, detail }) => ({
      ...{ code, line, place, message: balanceRemarkFr(code, detail) },
    })),
  };
}

/** Refuses a file that does not tell its fiscal year, when the caller has not told it either. */
function toldBy({ startsOn, endsOn }: BalanceReading) {
  if (startsOn !== null && endsOn !== null) return { startsOn, endsOn };
  const flaws = [
    { pointer: "/query/starts_on", message: "required" },
    { pointer: "/query/ends_on", message: "required" },
  ];
  throw new Refusal("request.invalid", { flaws });
}

const inputRow = ({ place: _, thirdParty: __, ...row }: ReadRow) => row;

/** A balance sent as JSON: its rows are numbered by their place. */
export function balanceOfJson(input: BalanceInput, body: Uint8Array, fileName: string | undefined): Balance {
  const sha256 = createHash("sha256").update(body).digest("hex");
  return {
    input,
    rows: input.rows.map((row, place) => ({ ...row, line: place + 1, place: String(place + 1), thirdParty: null })),
    format: "json",
    source: { format: "json", fileName: fileName ?? null, sha256, bytes: body.byteLength, rows: input.rows.length },
    remarks: [],
  };
}
