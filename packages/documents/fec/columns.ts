/** The 18 columns, in the order and with the names of the law (LPF art. A47 A-1, VII 1°). */
export const FEC_COLUMNS = [
  ...["JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib"],
  ...["PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"],
] as const;

/** Columns 12 and 13 of a system without debit and credit (LPF art. A47 A-1, VII 2°). */
export const SIGNED_COLUMNS = { 12: "Montant", 13: "Sens" } as const;

/** Columns are parted by a tab or by `|`; both are legal, nothing is quoted or escaped. */
export type FecSeparator = "tab" | "pipe";

export const SEPARATORS: Readonly<Record<FecSeparator, string>> = { tab: "\t", pipe: "|" };

/** Records end with CR and LF. */
export const LINE_END = "\r\n";
