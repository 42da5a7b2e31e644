import { createHash } from "node:crypto";
import { readFecFileName } from "#documents/fec/file-name";
import { draftOfFec, isCentralisation, isClosing, isMovement } from "#documents/fec/import/draft";
import type { FecEntry, FecProblem } from "#documents/fec/import/fec-entry";
import { FILE_PROBLEMS, type FileProblemCode, PROBLEMS } from "#documents/fec/import/problems.fr";
import type { FecReading } from "#documents/fec/import/reader";
import { type BusinessDate, businessDate, earliest, latest, parisDate } from "#domain/dates";
import type { EntrySource } from "#domain/ledger/entry";
import { OPENING_JOURNAL } from "#domain/ledger/kept-totals";
import { closesOnAround } from "#domain/people/company-change";
import { fecCheckOf } from "#runtime/fec-check";
import { companies } from "#store/companies";
import type { FecImport, JobInput } from "#store/jobs";
import type { Upload } from "#store/uploads";
import { type FecSpan, spanOf } from "./fec-span.ts";
import type { JobTools } from "./tools.ts";

type Input = Extract<JobInput, { kind: "fec_import" }>;

/** What the first reading of a file found: nothing is written before all of it was read and can be booked. */
export type FecSurvey = FecSpan & {
  readonly seal: string;
  /** Whether it brings forward the balances of all that came before it. */
  readonly opens: boolean;
  /** Which entries are not taken over. */
  readonly leavesOut: (entry: FecEntry) => boolean;
  readonly result: FecImport;
};

/** Problems told in full. */
const PROBLEMS_MAX = 100;

/** What was found of some entries. */
type Tally = {
  entries: number;
  lines: number;
  count: number;
  problems: FecProblem[];
  first: BusinessDate;
  last: BusinessDate;
  opens: boolean;
};
const newTally = (): Tally => ({ entries: 0, lines: 0, count: 0, problems: [], first: LATEST, last: EARLIEST, opens: false });
const [EARLIEST, LATEST] = [businessDate("1900-01-01"), businessDate("2099-12-31")];

/** Reads the whole file: its fingerprint, its span, what can be booked of it and what cannot. */
export async function surveyOf(input: Input, upload: Upload, reading: FecReading, { table, companyId, now }: JobTools): Promise<FecSurvey> {
  const seal = createHash("sha256").update(JSON.stringify([companyId, input.accounts]));
  const [own, centralised] = [newTally(), newTally()];
  const seen = { closing: 0, centralised: 0, movements: 0 };
  for await (const entry of reading.entries) {
    seal.update(JSON.stringify(entry));
    if (isMovement(entry)) seen.movements += 1;
    if (isClosing(entry)) seen.closing += 1;
    else if (isCentralisation(entry)) {
      seen.centralised += 1;
      tell(centralised, entry);
    } else tell(own, entry);
  }
  // A file that has nothing but centralised entries, and maybe its opening, has no other books than those.
  const leftOut = seen.movements > 0 ? seen.centralised : 0;
  const found = leftOut > 0 ? own : together(own, centralised);
  const store = companies(table, companyId);
  const [years, company] = [await store.years(), await store.get()];
  const { siren } = company;
  const told = { startsOn: input.startsOn, endsOn: input.endsOn, fileName: upload.fileName };
  const named = readFecFileName(upload.fileName);
  const closesOn = closesOnAround(company, input.endsOn ?? named?.endsOn ?? input.startsOn ?? found.last);
  const span = spanOf(told, found, { years, closesOn, today: parisDate(now()) });
  const alien: FileProblemCode[] = named && siren !== null && named.siren !== siren ? ["other_company"] : [];
  const problems = problemsOf(input, found, span, parisDate(now()), alien);
  return {
    ...span,
    opens: found.opens,
    seal: seal.digest("hex").slice(0, 24),
    leavesOut: (entry) => isClosing(entry) || (leftOut > 0 && isCentralisation(entry)),
    result: {
      ...{ mode: input.mode, imported: false, yearId: null, importedEntries: found.entries, importedLines: found.lines, letterings: 0 },
      ...{ closingEntriesLeftOut: seen.closing, centralisationEntriesLeftOut: leftOut },
      ...{ problems: problems.slice(0, PROBLEMS_MAX), problemCount: found.count + problems.length - found.problems.length },
      check: fecCheckOf(reading.report()),
    },
  };
}

function tell(tally: Tally, entry: FecEntry): void {
  const { draft, problems } = draftOfFec(entry, { source: sourceOf("survey", tally.entries), yearStartsOn: entry.date ?? LATEST });
  tally.count += problems.length;
  tally.problems.push(...problems.slice(0, PROBLEMS_MAX - tally.problems.length));
  if (!draft) return;
  tally.first = earliest(tally.first, draft.date);
  tally.last = latest(tally.last, draft.date);
  tally.opens ||= draft.journal === OPENING_JOURNAL;
  tally.entries += 1;
  tally.lines += draft.lines.length;
}

const together = (left: Tally, right: Tally): Tally => ({
  ...{ entries: left.entries + right.entries, lines: left.lines + right.lines, count: left.count + right.count },
  problems: [...left.problems, ...right.problems].sort((a, b) => a.line - b.line).slice(0, PROBLEMS_MAX),
  ...{ first: earliest(left.first, right.first), last: latest(left.last, right.last) },
  opens: left.opens || right.opens,
});

/** What keeps the file from being taken over: of its entries, then of the whole. */
function problemsOf(
  { mode }: Input,
  { entries, first, last, problems }: Tally,
  span: FecSpan,
  today: BusinessDate,
  alien: readonly FileProblemCode[],
) {
  const whole = [...alien];
  if (entries === 0) whole.push("empty");
  else if (!span.isYear) whole.push("no_year");
  else {
    if (first < span.startsOn || last > span.endsOn || last > span.through) whole.push("outside_year");
    if (last > today) whole.push("in_future");
    if (mode === "opening" && span.through < span.endsOn) whole.push("not_closed");
  }
  return [
    ...problems.map(({ code, line, detail }) => ({ code, line, message: PROBLEMS[code].replace("%", () => detail.slice(0, 80)) })),
    ...whole.map((code) => ({ code, line: 1, message: FILE_PROBLEMS[code] })),
  ];
}

/** Key of the n-th entry of a file: the same file never books anything twice. */
export const sourceOf = (seal: string, place: number): EntrySource => ({ kind: "import", id: `${seal}~${place}` });

/** Key of the opening entry made of a file's balances. */
export const openingSourceOf = (seal: string): EntrySource => ({ kind: "import", id: `${seal}~opening` });
