import type { BusinessDate } from "#domain/dates";

type Told = { readonly startsOn: BusinessDate | null; readonly endsOn: BusinessDate | null; readonly siren: string | null };

/** What is known of a file, as the checker takes it. A name that is not legal says nothing. */
export const factsOf = ({ startsOn, endsOn, siren }: Told, fileName: string) => ({
  ...(startsOn && { startsOn }),
  ...(endsOn && { endsOn }),
  ...(siren && { siren }),
  ...(/^\d{9}FEC\d{8}/i.test(fileName) && { fileName }),
});
