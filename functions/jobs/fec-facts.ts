import { readFecFileName } from "#documents/fec/file-name";
import type { BusinessDate } from "#domain/dates";

type Told = { readonly startsOn: BusinessDate | null; readonly endsOn: BusinessDate | null; readonly siren: string | null };

/** What is known of a file, as the checker takes it. A name that tells no company and closing day is not judged. */
export const factsOf = ({ startsOn, endsOn, siren }: Told, fileName: string) => ({
  ...(startsOn && { startsOn }),
  ...(endsOn && { endsOn }),
  ...(siren && { siren }),
  ...(readFecFileName(fileName) && { fileName }),
});
