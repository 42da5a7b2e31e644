/** What a journal is for, as far as its code and label tell: most software leaves no other mark. */
export type JournalKind = "opening" | "closing" | "centralisation" | "other";

const OPENING_CODE = /^(?:AN|RAN|ANO|ANOUV|AN\d{1,4}|OUV|ON)$/i;
const OPENING_LABEL = /nouveau|ouverture/i;
const CLOSING_CODE = /^CL(?:O|OT|OTURE)?$/i;
const CLOSING_LABEL = /^\s*(?:journal (?:de )?)?cl[oô]ture\s*$/i;
const CENTRALISATION = /centralis/i;
const LABEL_READ = 200;

/** Opening entries bring balances forward, closing ones clear charges and products, centralisation ones repeat the other journals. */
export function journalKind(code: string, label: string): JournalKind {
  const [bareCode, read] = [code.trim(), label.slice(0, LABEL_READ)];
  if (CENTRALISATION.test(read)) return "centralisation";
  if (OPENING_CODE.test(bareCode) || OPENING_LABEL.test(read)) return "opening";
  return CLOSING_CODE.test(bareCode) || CLOSING_LABEL.test(read) ? "closing" : "other";
}
