/** A French IBAN whose two keys are right (RIB and mod 97), on a bank code nobody has. `account` holds up to 11 digits. */
export function frenchIban(account: string): string {
  const bank = "99999";
  const branch = "00001";
  const number = account.slice(-11).padStart(11, "0");
  const rib = 97 - Number((89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(number)) % 97n);
  const body = `${bank}${branch}${number}${String(rib).padStart(2, "0")}`;
  const check = 98n - (BigInt(`${body}152700`) % 97n);
  return `FR${String(check).padStart(2, "0")}${body}`;
}
