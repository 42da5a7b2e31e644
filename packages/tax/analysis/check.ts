import * as z from "zod";

/** `erreur`: the balance cannot be right; `alerte`: to be explained or put right before closing; `information`: worth knowing. */
export const Severity = z.enum(["erreur", "alerte", "information"]);
export type Severity = z.infer<typeof Severity>;

const Concerned = z
  .object({ account: z.string(), amountCents: z.int(), line: z.int().nullable() })
  .meta({ id: "AnalysisConcernedAccount", description: "An account a check speaks of, with its balance. Cents." });
export type Concerned = z.infer<typeof Concerned>;

/** Accounts shown of one check; `accountCount` tells how many there are. */
export const CONCERNED_MAX = 50;

export const Check = z
  .object({
    code: z.string(),
    severity: Severity,
    message: z.string(),
    accountCount: z.int(),
    accounts: z.array(Concerned).max(CONCERNED_MAX),
    restsOn: z.array(z.string()).min(1),
  })
  .meta({
    id: "AnalysisCheck",
    description:
      "What a check found. `accounts`: debit less credit, EUR cents, with the line of the file. `rests_on`: account numbers and articles the remark rests on.",
  });
export type Check = z.infer<typeof Check>;
