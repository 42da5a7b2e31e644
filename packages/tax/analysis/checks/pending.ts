import type { BusinessDate } from "#domain/dates";
import type { Check } from "../check.ts";
import { creditOf } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { found, holding, sumOf } from "./found.ts";
import { PENDING_WORDS as WORDS } from "./pending.fr.ts";

/** What should be empty or settled once a year is over: suspense accounts, internal transfers, the result of the year before. */
export function pendingChecks(all: Statements, today: BusinessDate): Check[] {
  const severity = all.endsOn <= today ? "alerte" : "information";
  const suspense = holding(all.held, ["471", "472", "473", "474", "475"]);
  const transfers = holding(all.held, ["58"]);
  return [
    ...(suspense.length > 0 ? [found("attente_non_soldee", severity, WORDS.suspense(sumOf(suspense)), { held: suspense })] : []),
    ...(transfers.length > 0
      ? [found("virements_internes_non_soldes", severity, WORDS.transfers(sumOf(transfers)), { held: transfers })]
      : []),
    ...resultChecks(all),
  ];
}

function resultChecks({ held, resultPlace, flowResultCents }: Statements): Check[] {
  const on12 = holding(held, ["12"], ["1209"]);
  const heldCents = creditOf(held, ["12"], ["1209"]);
  if (resultPlace === "on_12_alone") return [found("cloture_deja_passee", "information", WORDS.closed(heldCents), { held: on12 })];
  if (resultPlace === "also_on_12")
    return heldCents === flowResultCents
      ? []
      : [found("resultat_12_different", "erreur", WORDS.differs(heldCents, flowResultCents), { held: on12, articles: ["6", "7"] })];
  return on12.length === 0
    ? []
    : [
        found("resultat_anterieur_non_affecte", "alerte", WORDS.notAppropriated(heldCents), {
          held: on12,
          articles: ["C. com. art. L232-11"],
        }),
      ];
}
