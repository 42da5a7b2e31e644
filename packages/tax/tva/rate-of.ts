import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import type { Territory } from "../territory.ts";
import type { Nature, TvaOperation } from "./operation.ts";

type RateName = keyof TvaLaw;
type Place = { readonly name: RateName; readonly box: string; readonly importBox: string | null };

const place = (name: RateName, box: string, importBox: string | null = null): Place => ({ name, box, importBox });
const MAINLAND = [
  place("metropoleNormal", "08", "I1"),
  place("metropoleIntermediaire", "9B", "I2"),
  place("metropoleReduit", "09", "I4"),
  place("metropoleParticulier", "T6", "I5"),
] as const;
const OVERSEAS = [
  place("outreMerNormal", "10", "I3"),
  place("outreMerReduit", "11", "I5"),
  place("outreMerElevage", "T1"),
  place("outreMerPresse", "T2", "I6"),
] as const;

/** Rates of a territory with the box that declares each, the normal rate first. */
const PLACES: Readonly<Record<Territory, readonly Place[]>> = {
  metropole: MAINLAND,
  corse: [
    place("corseNormal", "08", "I1"),
    place("corseIntermediaire", "T3", "I2"),
    place("corseReduit", "T4", "I5"),
    place("corseParticulier", "T5"),
    place("metropoleReduit", "09", "I4"),
    place("corsePetrolier", "P2"),
  ],
  guadeloupe: OVERSEAS,
  martinique: OVERSEAS,
  reunion: OVERSEAS,
  guyane: [],
  mayotte: [],
};

/** Rates of a territory on a day, parts per million, the normal one first; none where there is no TVA. Of a day no law is known of: none. */
export const ratesOf = (territory: Territory, on: BusinessDate, law: TvaLaw): readonly number[] =>
  PLACES[territory].flatMap(({ name }) => valueOn(law, name, on) ?? []);

const NATURES: Readonly<Record<Exclude<Nature, "standard" | "corsica_oil">, RateName>> = {
  energy_subscription: "abonnementEnergie",
  heat_subscription: "abonnementChaleur",
  fossil_boiler: "chaudiereFossile",
  home_solar: "photovoltaique",
};

/** The rate of an operation and the boxes of the return it goes to. `ppm` 0 and no boxes where there is no TVA. */
export type Rated = { readonly ppm: number; readonly box: string | null; readonly importBox: string | null; readonly lawPpm: number };

/**
 * The rate of an operation on the day of its fait générateur. Without one given: the rate of its nature, or the normal rate.
 * Refuses `rate_not_in_force` when the rate given is none of the territory on that day; `tax.no_parameters` on a day no law is known.
 */
export function rateOf(
  operation: Pick<TvaOperation, "ratePpm" | "nature">,
  territory: Territory,
  on: BusinessDate,
  law: TvaLaw,
  read: Reading<RateName>,
  pointer: string,
): Rated {
  const places = PLACES[territory];
  const [normal] = places;
  if (!normal) {
    if (operation.ratePpm) throw notInForce(pointer);
    return { ppm: 0, box: null, importBox: null, lawPpm: 0 };
  }
  const lawPpm = rateOfNature(operation.nature, normal.name, on, law, read);
  const ppm = operation.ratePpm ?? lawPpm;
  const found = places.find(({ name }) => valueOn(law, name, on) === ppm);
  if (!found) {
    read.value(normal.name, on);
    throw notInForce(pointer);
  }
  read.value(found.name, on);
  return { ppm, box: found.box, importBox: found.importBox, lawPpm };
}

function rateOfNature(nature: Nature, normal: RateName, on: BusinessDate, law: TvaLaw, read: Reading<RateName>): number {
  if (nature === "standard") return valueOn(law, normal, on) ?? read.value(normal, on);
  if (nature === "corsica_oil")
    return valueOn(law, "corsePetrolier", on) ?? valueOn(law, "corseNormal", on) ?? read.value("corseNormal", on);
  return read.value(NATURES[nature], on);
}

function valueOn(law: TvaLaw, name: RateName, on: BusinessDate): number | null {
  const value = law[name].rows.find(({ from, to }) => from <= on && on <= to)?.value;
  return typeof value === "number" ? value : null;
}

const notInForce = (pointer: string): Refusal =>
  new Refusal("request.invalid", { flaws: [{ pointer: `${pointer}/rate_ppm`, message: "rate_not_in_force" }] });
