import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { ParameterSet } from "../parameter-set.ts";
import type { ComptesLaw } from "../rates/comptes.ts";
import { reading } from "../rates/reading.ts";

/** The parts of capital and profit that company law names, parts per million, with the rows they were read from. */
export type CompanyShares = {
  readonly leastEquityPpm: number;
  readonly legalReserveSharePpm: number;
  readonly legalReserveCeilingPpm: number;
  readonly parameterSet: ParameterSet;
};

/** Those of a year that closed on a day; null when its law is not known: the checks that need it are then left out and a notice tells it. */
export function companyShares(law: ComptesLaw, closedOn: BusinessDate): CompanyShares | null {
  const read = reading("comptes", law);
  try {
    return {
      leastEquityPpm: read.value("capitauxPropresMinimaux", closedOn),
      legalReserveSharePpm: read.value("reserveLegaleDotation", closedOn),
      legalReserveCeilingPpm: read.value("reserveLegalePlafond", closedOn),
      parameterSet: read.parameterSet(),
    };
  } catch (problem) {
    if (problem instanceof Refusal) return null;
    throw problem;
  }
}
