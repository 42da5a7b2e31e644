import { expect, it } from "vitest";
import { balanceOf, INDUSTRY, type Line, SERVICES, SERVICES_BEFORE, TRADE } from "./balances.ts";
import { analysed } from "./tools.ts";

const said = (read: ReturnType<typeof analysed>) =>
  Object.fromEntries(read.comments.map(({ code, message }) => [code, message.replaceAll(/[\u00A0\u202F]/g, " ")]));

it("comments on a year in figures, beside the year before", () => {
  const comments = said(analysed(balanceOf(2025, SERVICES, SERVICES_BEFORE)));
  expect(comments).toMatchObject({
    chiffre_affaires: "Le chiffre d'affaires s'élève à 240 000 €, contre 200 000 € l'exercice précédent (+20 %).",
    valeur_ajoutee:
      "La valeur ajoutée est de 187 400 €, soit 78,1 % du chiffre d'affaires, contre 160 000 € l'exercice précédent (+17,1 %).",
    personnel: "Les charges de personnel s'élèvent à 126 000 €, soit 67,2 % de la valeur ajoutée.",
    resultat_net: "L'exercice se solde par un bénéfice de 45 050 €, contre 24 310 € l'exercice précédent (+85,3 %).",
    impot_estime: "L'impôt sur les sociétés estimé est de 9 350 € au taux réduit, de 13 600 € sans lui ; 9 350 € sont comptabilisés.",
    // 52 600 against 40 000: +31.5 %.
    variation_charge: "Autres achats et charges externes : 52 600 €, contre 40 000 € l'exercice précédent (+31,5 %).",
    fonds_de_roulement:
      "Le fonds de roulement (81 050 €) couvre le besoin en fonds de roulement (14 750 €) ; la trésorerie nette est de 66 300 €.",
  });
});

it("cites under each comment the accounts of this very balance, or an article", () => {
  for (const lines of [SERVICES, TRADE, INDUSTRY]) {
    const accounts = new Set(lines.map(([account]) => account));
    for (const { restsOn } of analysed(balanceOf(2025, lines)).comments)
      expect(restsOn.every((one) => accounts.has(one) || /^(?:\d|CGI art\. .+|C\. com\. art\. .+)$/.test(one))).toBe(true);
  }
});

it("speaks of a loss, of a deficit of gross surplus and of overdrawn cash for what they are", () => {
  const lines: readonly Line[] = [
    ["101300", -1_000],
    ["706000", -5_000],
    ["641100", 9_000],
    ["645100", 3_000],
    ["512000", -6_000],
  ];
  expect(said(analysed(balanceOf(2025, lines)))).toMatchObject({
    excedent_brut_exploitation:
      "L'exploitation présente une insuffisance brute de 7 000 € : les ventes ne couvrent pas les achats, les impôts et le personnel.",
    resultat_net: "L'exercice se solde par une perte de 7 000 €.",
    capacite_autofinancement: "La capacité d'autofinancement est négative (-7 000 €) : l'activité consomme de la trésorerie.",
    capitaux_propres: "Les capitaux propres sont négatifs (-6 000 €) : les pertes ont absorbé plus que les apports.",
    tresorerie_negative: "La trésorerie nette est négative de 6 000 € : l'entreprise vit sur ses découverts ou concours bancaires.",
  });
});

it("says nothing of the year's activity once charges and products are cleared", () => {
  const closed: readonly Line[] = [...SERVICES.filter(([account]) => !/^[67]/.test(account)), ["120000", -45_050]];
  expect(Object.keys(said(analysed(balanceOf(2025, closed))))).toEqual(["capitaux_propres", "emprunts", "fonds_de_roulement"]);
});
