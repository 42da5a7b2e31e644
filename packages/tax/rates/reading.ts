import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { ParameterSet, UsedParameter } from "../parameter-set.ts";
import { type DatedRow, EDITION, LAW_READ_THROUGH, type Law, type Parameter, UNKNOWN } from "./dated.ts";

/** A law being read: gives values, and remembers which rows it gave. Lives for one computation. */
export type Reading<Name extends string> = {
  /** The value of a figure on the day it is chosen by. Refuses `tax.no_parameters` and `tax.parameter_unknown`, naming figure and day. */
  value(name: Name, on: BusinessDate): number;
  /** The rows given so far, as the result carries them. */
  parameterSet(): ParameterSet;
};

/** A row that was given, and the day it was asked for last. */
type Given = { readonly row: DatedRow; on: BusinessDate };

/**
 * Begins to read a law. `id` names the set, e.g. `is`. Rows are written out only when the set is asked for, in the law's own order, so that ten
 * thousand computations stay cheap.
 */
export function reading<Name extends string>(id: string, law: Law<Name>): Reading<Name> {
  const used = new Map<Parameter, Given[]>();
  return {
    value(name, on) {
      const parameter = law[name];
      const row = rowOn(parameter, on);
      const given = used.get(parameter);
      const before = given?.find((one) => one.row === row);
      if (before) before.on = on;
      else if (given) given.push({ row, on });
      else used.set(parameter, [{ row, on }]);
      return known(row.value, parameter, on);
    },
    parameterSet: () => ({ id: `${id}-${EDITION}`, readThrough: LAW_READ_THROUGH, parameters: writtenOut(Object.values(law), used) }),
  };
}

function writtenOut(law: readonly Parameter[], used: ReadonlyMap<Parameter, readonly Given[]>): UsedParameter[] {
  const written: UsedParameter[] = [];
  for (const parameter of law) {
    const given = used.get(parameter) ?? [];
    for (const { row, on } of given.length > 1 ? given.toSorted(byDay) : given) written.push(writtenRow(parameter, row, on));
  }
  return written;
}

const byDay = (left: Given, right: Given): number => (left.row.from < right.row.from ? -1 : 1);

const writtenRow = (parameter: Parameter, row: DatedRow, on: BusinessDate): UsedParameter => ({
  id: parameter.id,
  label: parameter.label,
  unit: parameter.unit,
  chosenBy: parameter.chosenBy,
  value: known(row.value, parameter, on),
  chosenOn: on,
  validFrom: row.from,
  validTo: row.to,
  source: row.source,
});

function rowOn({ id, rows }: Parameter, on: BusinessDate): DatedRow {
  const found = rows.find(({ from, to }) => from <= on && on <= to);
  if (!found) throw new Refusal("tax.no_parameters", { flaws: [{ pointer: "", message: `no_parameters:${id}:${on}` }] });
  return found;
}

function known(value: DatedRow["value"], { id }: Parameter, on: BusinessDate): number {
  if (value === UNKNOWN) throw new Refusal("tax.parameter_unknown", { flaws: [{ pointer: "", message: `parameter_unknown:${id}:${on}` }] });
  return value;
}
