import { type BusinessDate, compactDate } from "#domain/dates";

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
