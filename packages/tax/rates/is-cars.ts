import { businessDate } from "#domain/dates";
import { type Parameter, row } from "./dated.ts";

const ARTICLE = "CGI art. 39, 4, al. 5 à 9";
const OLD = `${ARTICLE} (véhicules hors nouveau dispositif d'immatriculation)`;
const NEW = `${ARTICLE} (véhicules du nouveau dispositif d'immatriculation, décret 2020-169)`;

/** The nouveau dispositif d'immatriculation (emissions measured by WLTP) began that day. */
const NEW_REGISTRATION = "2020-03-01";

const ceiling = (id: string, label: string, value: number): Parameter => ({
  ...{ id, label, unit: "cents", chosenBy: "operation_on" },
  rows: [row("2017-01-01", value, ARTICLE)],
});

/** Ceilings by class of emissions, VAT included; the day that counts is the one the car was acquired. */
export const CAR_CLEANEST = ceiling("is.vehicule_plafond_tres_faible", "Plafond d'amortissement, émissions très faibles", 3_000_000);
export const CAR_LOW = ceiling("is.vehicule_plafond_faible", "Plafond d'amortissement, émissions faibles", 2_030_000);
export const CAR_MIDDLE = ceiling("is.vehicule_plafond_moyen", "Plafond d'amortissement, émissions moyennes", 1_830_000);
export const CAR_HIGH = ceiling("is.vehicule_plafond_eleve", "Plafond d'amortissement, émissions élevées", 990_000);

/** Under this many grams: the first ceiling. */
export const CAR_CLEANEST_BELOW: Parameter = {
  ...{
    id: "is.vehicule_seuil_tres_faible",
    label: "CO2 en dessous duquel le plafond est le plus haut",
    unit: "grams",
    chosenBy: "operation_on",
  },
  rows: [row("2017-01-01", 20, ARTICLE)],
};

/** Under this many grams: the second ceiling. */
export const CAR_LOW_BELOW_OLD: Parameter = {
  ...{
    id: "is.vehicule_seuil_faible_nedc",
    label: "CO2 des émissions faibles, ancien dispositif",
    unit: "grams",
    chosenBy: "operation_on",
  },
  rows: [row("2017-01-01", 60, OLD)],
};
export const CAR_LOW_BELOW_NEW: Parameter = {
  ...{ id: "is.vehicule_seuil_faible_wltp", label: "CO2 des émissions faibles, WLTP", unit: "grams", chosenBy: "operation_on" },
  rows: [row(NEW_REGISTRATION, 50, NEW)],
  begins: businessDate(NEW_REGISTRATION),
};

/** Above this many grams: the lowest ceiling. */
export const CAR_HIGH_ABOVE_OLD: Parameter = {
  ...{ id: "is.vehicule_seuil_eleve_nedc", label: "CO2 des émissions élevées, ancien dispositif", unit: "grams", chosenBy: "operation_on" },
  rows: [
    row("2017-01-01", 155, OLD, "2017-12-31"),
    row("2018-01-01", 150, OLD, "2018-12-31"),
    row("2019-01-01", 140, OLD, "2019-12-31"),
    row("2020-01-01", 135, OLD, "2020-12-31"),
    row("2021-01-01", 130, OLD),
  ],
};
export const CAR_HIGH_ABOVE_NEW: Parameter = {
  ...{ id: "is.vehicule_seuil_eleve_wltp", label: "CO2 des émissions élevées, WLTP", unit: "grams", chosenBy: "operation_on" },
  rows: [row(NEW_REGISTRATION, 165, NEW, "2020-12-31"), row("2021-01-01", 160, NEW)],
  begins: businessDate(NEW_REGISTRATION),
};
