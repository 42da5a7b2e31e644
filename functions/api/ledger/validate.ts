import * as z from "zod";
import { BusinessDate, instantOf, parisDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { bookingOf } from "#runtime/booking-of";
import { JobView } from "#runtime/job-view";
import { Flag } from "#runtime/list";
import { answer } from "#runtime/reply";
import { routesNeeding } from "#runtime/route";
import { startJob } from "#runtime/start-job";
import { yearsThrough } from "#store/fiscal-years";

/** What a validation would book, asked by `dry_run`: nothing is written. */
const Preview = z
  .object({ through: BusinessDate, entries: z.int(), unidentified: z.int(), corrections: z.int(), late: z.int(), debitCents: z.int() })
  .meta({
    id: "ValidationPreview",
    examples: [{ entries: 214, unidentified: 2, corrections: 0, late: 0, debitCents: 18_421_350 }],
  });

export const validateRoute = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "POST",
  path: "/api/ledger/validate",
  may: "books:write",
  summary: "Validate every entry through a date: a job that numbers and chains them for good; `dry_run=true` tells what it would book",
  query: z.strictObject({ dryRun: Flag.default(false) }),
  body: z.strictObject({ through: BusinessDate }),
  returns: z.union([JobView, Preview]),
  status: 202,
  also: [200],
  refuses: ["ledger.through_in_future", "year.not_found", "queue.unavailable"],
  async handle({ body, query, ...call }) {
    const { table, actor, now } = call;
    const at = [{ pointer: "/through", message: "invalid" }];
    if (body.through > parisDate(now())) throw new Refusal("ledger.through_in_future", { flaws: at });
    if (query.dryRun) {
      const { previewOf } = await import("./preview.ts");
      return answer(200, await previewOf(table, actor.companyId, body.through, parisDate(now()), instantOf(now())));
    }
    const years = await yearsThrough(bookingOf(call), body.through);
    const begun = years.filter(({ startsOn }) => startsOn <= body.through);
    if (begun.length === 0) throw new Refusal("year.not_found", { flaws: at });
    return startJob({ kind: "validate", through: body.through, yearIds: begun.map(({ id }) => id) }, call);
  },
});
