import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { PersonId } from "#domain/ids";
import type { Erasure } from "#domain/people/erasure";
import { ERASED_FR, KEPT_FR } from "#domain/people/erasure.fr";
import { UNCHANGING } from "#runtime/etag";
import { routesNeeding } from "#runtime/route";
import { erase } from "./erase.ts";

const ErasureView = z
  .object({
    personId: PersonId,
    erasedAt: Instant,
    erased: z.array(z.object({ what: z.string(), label: z.string(), count: z.int() })),
    /** What stays, on which ground, until when; null: as long as the ground lasts. */
    kept: z.array(z.object({ what: z.string(), label: z.string(), reason: z.string(), until: BusinessDate.nullable() })),
  })
  .meta({
    id: "Erasure",
    examples: [
      {
        erased: [{ what: "sessions", label: "Sessions ouvertes", count: 2 }],
        kept: [
          {
            ...{ what: "books", label: "Écritures comptables, y compris les tiers qu'elles nomment", until: "2036-12-31" },
            reason:
              "Documents comptables (art. L123-22 du code de commerce, 10 ans ; art. L102 B du livre des procédures fiscales, 6 ans).",
          },
        ],
      },
    ],
  });

export const erasePerson = routesNeeding(
  "directory",
  "documentRemoval",
)({
  method: "DELETE",
  path: "/api/privacy/people/{person_id}",
  may: "privacy:write",
  summary:
    "Erase the personal data of a member, or of a former one; what the law keeps is listed with its ground and its end. Asked again, the same answer",
  params: z.object({ personId: PersonId }),
  returns: ErasureView,
  refuses: ["user.not_found", "user.role_too_high", "user.last_owner", "conflict.changed_meanwhile"],
  async handle({ params, assertMatch, ...call }) {
    assertMatch(UNCHANGING);
    return viewOf(await erase(params.personId, call));
  },
});

const viewOf = ({ personId, erasedAt, erased, kept }: Erasure): z.input<typeof ErasureView> => ({
  personId,
  erasedAt,
  erased: erased.map(({ what, count }) => ({ what, label: ERASED_FR[what], count })),
  kept: kept.map(({ what, until }) => ({ what, ...KEPT_FR[what], until })),
});
