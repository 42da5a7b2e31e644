import { createHash } from "node:crypto";
import { draftOfFec, isClosing } from "#documents/fec/import/draft";
import type { FecProblem } from "#documents/fec/import/fec-entry";
import { PROBLEMS } from "#documents/fec/import/problems.fr";
import type { FecReading } from "#documents/fec/import/reader";
import { type BusinessDate, businessDate, earliest, lastDayOf, latest, monthOf } from "#domain/dates";
import type { EntrySource } from "#domain/ledger/entry";
import { fecCheckOf } from "#runtime/fec-check";
import type { FecImport, JobInput } from "#store/jobs";
import type { Upload } from "#store/uploads";
import type { JobTools } from "./tools.ts";

type Input = Extract<JobInput, { kind: "fec_import" }>;

/** What the first reading of a file found: nothing is written before all of it was read and can be booked. */
export type FecSurvey = {
  readonly seal: string;
  readonly startsOn: BusinessDate;
  readonly endsOn: BusinessDate;
  /** Day of its earliest entry. */
  readonly firstDate: BusinessDate;
  readonly result: FecImport;
};

/** Problems told in full. */
const PROBLEMS_MAX = 100;

/** Reads the whole file: its fingerprint, its span, what can be booked of it and what cannot. */
export async function surveyOf(input: Input, upload: Upload, reading: FecReading, { companyId }: JobTools): Promise<FecSurvey> {
  const seal = createHash("sha256").update(companyId);
  const problems: FecProblem[] = [];
  const count = { entries: 0, lines: 0, closing: 0, problems: 0 };
  const span = { first: LATEST, last: EARLIEST };
  for await (const entry of reading.entries) {
    seal.update(JSON.stringify(entry));
    if (isClosing(entry)) {
      count.closing += 1;
      continue;
    }
    const { draft, problems: found } = draftOfFec(entry, { source: sourceOf("survey", count.entries), yearStartsOn: entry.date ?? LATEST });
    count.problems += found.length;
    problems.push(...found.slice(0, PROBLEMS_MAX - problems.length));
    if (!draft) continue;
    span.first = earliest(span.first, draft.date);
    span.last = latest(span.last, draft.date);
    count.entries += 1;
    count.lines += draft.lines.length;
  }
  const { startsOn, endsOn } = spanOf(input, upload.fileName, span);
  const outside = span.last > endsOn || span.first < startsOn;
  const told = problems.map(({ code, line, detail }) => ({ code, line, message: PROBLEMS[code].replace("%", () => detail.slice(0, 80)) }));
  const all = outside && count.entries > 0 ? [...told, { code: "outside_year", line: 1, message: OUTSIDE }] : told;
  return {
    ...{ seal: seal.digest("hex").slice(0, 24), startsOn, endsOn, firstDate: span.first },
    result: {
      ...{ mode: input.mode, imported: false, yearId: null, importedEntries: count.entries, importedLines: count.lines, letterings: 0 },
      ...{ closingEntriesLeftOut: count.closing, problems: count.entries === 0 ? [...all, NOTHING] : all },
      problemCount: count.problems + (all.length - told.length) + (count.entries === 0 ? 1 : 0),
      check: fecCheckOf(reading.report()),
    },
  };
}

const [EARLIEST, LATEST] = [businessDate("1900-01-01"), businessDate("2099-12-31")];
const OUTSIDE = "Des écritures sont datées hors de l'exercice annoncé.";
const NOTHING = { code: "empty", line: 1, message: "Le fichier ne contient aucune écriture à reprendre." } as const;

/** The year of a file: told, or its legal name's, or whole months around its entries. */
function spanOf({ startsOn, endsOn }: Input, fileName: string, { first, last }: Span) {
  const [, compact] = /^\d{9}FEC(\d{8})/i.exec(fileName) ?? [];
  const named = compact ? safeDate(`${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`) : null;
  const end = endsOn ?? named ?? lastDayOf(monthOf(last));
  const start = startsOn ?? (first <= last ? businessDate(`${monthOf(first)}-01`) : end);
  return { startsOn: earliest(start, end), endsOn: end };
}

type Span = { readonly first: BusinessDate; readonly last: BusinessDate };

function safeDate(text: string): BusinessDate | null {
  try {
    return businessDate(text);
  } catch {
    return null;
  }
}

/** Key of the n-th entry of a file: the same file never books anything twice. */
export const sourceOf = (seal: string, place: number): EntrySource => ({ kind: "import", id: `${seal}~${place}` });
