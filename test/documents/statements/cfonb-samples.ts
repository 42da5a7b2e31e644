type Zones = Readonly<Record<number, string>>;

/** A record of 120 characters from its zones, by the position of their first character (1 is the first). */
function record(zones: Zones): string {
  const characters = Array.from({ length: 120 }, () => " ");
  for (const [position, text] of Object.entries(zones))
    for (const [offset, character] of [...text].entries()) characters[Number(position) - 1 + offset] = character;
  return characters.join("");
}

const ACCOUNT: Zones = { 3: "30003", 12: "01234", 17: "EUR2", 22: "00012345678" };
const amount = (digits: string): string => digits.padStart(14, "0");

export const oldBalance = (digits: string, more: Zones = {}) => record({ 1: "01", ...ACCOUNT, 35: "021126", 91: amount(digits), ...more });
export const newBalance = (digits: string, more: Zones = {}) => record({ 1: "07", ...ACCOUNT, 35: "051126", 91: amount(digits), ...more });
export const movement = (digits: string, label: string, more: Zones = {}) =>
  record({ 1: "04", ...ACCOUNT, 8: "0021", 33: "B1", 35: "031126", 43: "041126", 49: label, 82: "0000001", 91: amount(digits), ...more });
export const detail = (qualifier: string, text: string) => record({ 1: "05", ...ACCOUNT, 33: "B1", 35: "031126", 46: qualifier, 49: text });

/** +100,00; -12,34 and its details; twice -0,10; +200,05; then a second account, in yen. */
export const CFONB_120 = [
  oldBalance("1000{"),
  movement("123M", "PRLV SEPA ÉLECTRICITÉ", { 105: "REF123" }),
  detail("LIB", "FACTURE DE NOVEMBRE"),
  detail("NPY", "EDF SA"),
  movement("1}", "FRAIS"),
  movement("1}", "FRAIS"),
  movement("2000E", "VIR CLIENT"),
  newBalance("2875A"),
  oldBalance("10}", { 17: "JPY0", 22: "0000000000A" }),
  movement("150{", "VIR TOKYO", { 17: "JPY0", 22: "0000000000A" }),
  newBalance("140{", { 17: "JPY0", 22: "0000000000A" }),
  "",
].join("\r\n");
