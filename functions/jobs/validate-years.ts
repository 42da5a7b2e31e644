import { earliest } from "#domain/dates";
import { companies } from "#store/companies";
import type { JobInput, ValidationResult } from "#store/jobs";
import { readHead } from "#store/ledger-heads";
import { marks } from "#store/row-marks";
import type { JobTools } from "./tools.ts";
import { validateYear } from "./validate.ts";

/** A row the bank moved to an earlier year is reversed in the later one first, so the earlier one is looked at once more. */
const ROUNDS_MAX = 3;

/** Validates everything through a day, until no changed row is left that a further round would book. */
export async function validateYears(input: Extract<JobInput, { kind: "validate" }>, tools: JobTools): Promise<ValidationResult> {
  const { table, companyId, progress } = tools;
  let total = { entries: 0, unidentified: 0 };
  for (let round = 1; ; round += 1) {
    const before = total.entries;
    const done = await validateOnce(input, { ...tools, progress: (written) => progress(before + written) });
    total = { entries: total.entries + done.entries, unidentified: total.unidentified + done.unidentified };
    if (done.entries === 0 || round === ROUNDS_MAX || (await marks(table, companyId)).size === 0) return { ...done, ...total };
  }
}

/**
 * Validates years in order: a year's opening depends on the one before. A later year that has books already has its opening adjusted.
 */
async function validateOnce(
  { through, yearIds }: Extract<JobInput, { kind: "validate" }>,
  { progress, ...booking }: JobTools,
): Promise<ValidationResult> {
  const { table, companyId } = booking;
  const years = await companies(table, companyId).years();
  const total = { entries: 0, unidentified: 0 };
  const lastNumbers: ValidationResult["lastNumbers"] = [];
  for (const year of years) {
    const asked = yearIds.includes(year.id);
    if (!asked && (year.startsOn <= through || !(await readHead(table, companyId, year.id)))) continue;
    const before = total.entries;
    const onProgress = (written: number) => progress(before + written);
    const done = await validateYear({ ...booking, year, through: earliest(through, year.endsOn), progress: onProgress });
    total.entries += done.entries;
    total.unidentified += done.unidentified;
    if (asked) lastNumbers.push({ yearId: year.id, lastNumber: done.lastNumber });
  }
  return { ...total, through, lastNumbers };
}
