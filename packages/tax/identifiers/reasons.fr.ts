import type { IdentifierKind } from "./identified.ts";

/** What kinds and parts are called. */
export const KINDS_FR: Readonly<Record<IdentifierKind, string>> = {
  siren: "SIREN",
  siret: "SIRET",
  tva: "Numéro de TVA intracommunautaire français",
  tva_ue: "Numéro de TVA d'un autre État membre",
  iban: "IBAN",
  rib: "RIB",
  bic: "BIC",
  naf: "Code NAF (APE)",
  unknown: "Inconnu",
};

export const PARTS_FR = {
  siren: "SIREN",
  nic: "NIC",
  country: "Pays",
  key: "Clé",
  bank: "Code banque",
  branch: "Code guichet",
  account: "Numéro de compte",
  rib_key: "Clé RIB",
  bban: "Identifiant national du compte",
  number: "Numéro",
  location: "Code emplacement",
  division: "Division",
  class: "Classe",
  subclass: "Sous-classe",
} as const;

/** Why a text is not what it looks like, or what was not looked at. */
export const REASONS_FR = {
  empty: "Aucun texte à lire.",
  tooLong: "Ce texte est trop long pour être un identifiant.",
  noShape: "Ce texte n'a la forme d'aucun identifiant connu.",
  foreignCharacters: "Ce texte contient des caractères invisibles ou des chiffres d'une autre écriture : recopiez-le.",
  prefixMissing: "Ce numéro ressemble à un numéro de TVA français auquel il manque « FR ».",
  zeroLost: "Un zéro de tête manque sans doute, comme les tableurs les suppriment.",
  zeros: "Ce numéro n'est fait que de zéros : il n'est attribué à personne.",
  sirenKey: "La clé de Luhn de ce SIREN est fausse.",
  siretSiren: "Les neuf premiers chiffres ne sont pas un SIREN : leur clé de Luhn est fausse.",
  siretKey: "La clé de Luhn de ce SIRET est fausse.",
  siretPoste: "Ce SIRET de La Poste ne suit ni la clé de Luhn ni la règle de la somme multiple de cinq.",
  nicZeros: "Le NIC 00000 n'est attribué à aucun établissement.",
  vatKey: "La clé de ce numéro de TVA n'est pas celle de son SIREN.",
  vatSiren: "La clé est juste, mais les neuf derniers chiffres ne sont pas un SIREN : leur clé de Luhn est fausse.",
  vatOldKey: "Cette clé alphanumérique n'est pas contrôlée ici : seul le format est vérifié.",
  vatMonaco: "Numéro attribué à Monaco : sa clé est juste, et il n'a pas de SIREN à contrôler.",
  vatForeign: (country: string) =>
    `Le format est celui d'un numéro de TVA (${country}) ; sa clé n'est pas contrôlée ici. VIES dit s'il est en service.`,
  vatForeignShape: (country: string) => `Ce numéro de TVA n'a pas le format de son pays (${country}).`,
  ibanCountry: (country: string) => `Aucun pays n'émet d'IBAN sous le code ${country}.`,
  ibanLength: (country: string, expected: number, found: number) =>
    `Un IBAN ${country} compte ${expected} caractères ; celui-ci en a ${found}.`,
  ibanKey: "La clé de contrôle de cet IBAN est fausse.",
  ibanShape: "Cet IBAN n'a pas la forme d'un compte français : banque, guichet, compte, clé.",
  ibanRibKey: "La clé de l'IBAN est juste, mais la clé RIB du compte est fausse.",
  ribKey: "La clé de ce RIB est fausse.",
  bic: "Un BIC n'a pas de clé : seul le format est vérifié.",
  naf: "Un code NAF n'a pas de clé : seul le format est vérifié.",
} as const;
