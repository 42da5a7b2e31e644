import { BusinessDate, compactDate } from "#domain/dates";

/** Put before the legal name of a file that is not the year's official one. */
export const PREVIEW_PREFIX = "APERCU_";

/** `<SIREN>FEC<AAAAMMJJ>.txt`, the day being the year's last (LPF art. A47 A-1, IX). Throws RangeError when the SIREN is not 9 digits. */
export function fecFileName({
  siren,
  endsOn,
  preview,
}: {
  readonly siren: string;
  readonly endsOn: BusinessDate;
  readonly preview: boolean;
}): string {
  if (!/^\d{9}$/.test(siren)) throw new RangeError("a SIREN has 9 digits");
  return `${preview ? PREVIEW_PREFIX : ""}${siren}FEC${compactDate(endsOn)}.txt`;
}

/** `<SIREN>FEC<AAAAMMJJ>` and whatever a mail or a browser put around it. */
const NAMED = /^(\d{9})FEC(\d{4})(\d{2})(\d{2})/i;

/** What a file's name tells, a preview's too: whose file, closing on which day. Undefined when it does not, or on a day that does not exist. */
export function readFecFileName(fileName: string): { readonly siren: string; readonly endsOn: BusinessDate } | undefined {
  const bare = fileName.startsWith(PREVIEW_PREFIX) ? fileName.slice(PREVIEW_PREFIX.length) : fileName;
  const [, siren = "", year, month, dayOfMonth] = NAMED.exec(bare) ?? [];
  const day = BusinessDate.safeParse(`${year}-${month}-${dayOfMonth}`);
  return day.success ? { siren, endsOn: day.data } : undefined;
}
