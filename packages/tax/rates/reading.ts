import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { ParameterSet, UsedParameter } from "../parameter-set.ts";
import { EDITION, LAW_READ_THROUGH, type Law, type Parameter, UNKNOWN } from "./dated.ts";

/** A law being read: gives values, and remembers which rows it gave. Lives for one computation. */
export type Reading<Name extends string> = {
  /** The value of a figure on the day it is chosen by. Refuses `tax.no_parameters` and `tax.parameter_unknown`, naming figure and day. */
  value(name: Name, on: BusinessDate): number;
  /** The rows given so far, as the result carries them. */
  parameterSet(): ParameterSet;
};

/** Begins to read a law. `id` names the set, e.g. `is`. */
export function reading<Name extends string>(id: string, law: Law<Name>): Reading<Name> {
  const used = new Map<string, UsedParameter>();
  return {
    value(name, on) {
      const found = usedOn(law[name], on);
      used.set(`${found.id} ${found.validFrom}`, found);
      return found.value;
    },
    parameterSet: () => ({
      id: `${id}-${EDITION}`,
      readThrough: LAW_READ_THROUGH,
      parameters: [...used.values()].sort((left, right) => (left.id + left.validFrom < right.id + right.validFrom ? -1 : 1)),
    }),
  };
}

function usedOn({ id, label, unit, chosenBy, rows }: Parameter, on: BusinessDate): UsedParameter {
  const found = rows.find(({ from, to }) => from <= on && on <= to);
  if (!found) throw new Refusal("tax.no_parameters", { flaws: [{ pointer: "", message: `no_parameters:${id}:${on}` }] });
  const { value, from, to, source } = found;
  if (value === UNKNOWN) throw new Refusal("tax.parameter_unknown", { flaws: [{ pointer: "", message: `parameter_unknown:${id}:${on}` }] });
  return { id, label, unit, chosenBy, value, chosenOn: on, validFrom: from, validTo: to, source };
}
