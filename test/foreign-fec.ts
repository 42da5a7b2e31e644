/** Header of a FEC of eighteen columns. */
export const HEADER =
  "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";

/** One line of another program's file: journal, number and day, account, debit, credit. */
export const line = (
  [journal, number, date]: readonly [string, string, string],
  account: string,
  debit: string,
  credit: string,
  more: { aux?: string; letter?: string; piece?: string; label?: string } = {},
): string =>
  [
    ...[
      journal,
      more.label ?? `Journal ${journal}`,
      number,
      date,
      account,
      `Compte ${account}`,
      more.aux ?? "",
      more.aux ? `Tiers ${more.aux}` : "",
    ],
    ...[
      more.piece ?? `P${number}`,
      date,
      `Écriture ${number}`,
      debit,
      credit,
      more.letter ?? "",
      more.letter ? date : "",
      "20250110",
      "",
      "",
    ],
  ].join("\t");

/** Debit less credit of each account of a FEC, as anybody with the file would add it up. */
export function sumsOf(text: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const fields of text
    .trim()
    .split("\r\n")
    .slice(1)
    .map((one) => one.split("\t"))) {
    const account = (fields[4] ?? "").padEnd(6, "0");
    const cents = (field = "") => Math.round(Number(field.replace(",", ".")) * 100);
    sums[account] = (sums[account] ?? 0) + cents(fields[11]) - cents(fields[12]);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}
