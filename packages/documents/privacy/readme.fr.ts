import type { BusinessDate } from "#domain/dates";

/** What each file of the archive holds, in words. */
export const FILES_FR: Readonly<Record<string, string>> = {
  societe: "la société : raison sociale, SIREN, date de clôture",
  exercices: "les exercices comptables",
  membres: "les personnes qui ont accès, leur rôle, les invitations en cours",
  personnes: "le compte de chacune de ces personnes : nom, adresse électronique, date de création",
  sessions: "les sessions ouvertes, sans ce qui permettrait d'en ouvrir une",
  cles: "les clés d'accès des programmes, sans les clés elles-mêmes",
  comptes_bancaires: "les comptes bancaires et leurs soldes",
  comptes_des_fournisseurs: "le lien entre un compte et celui que présente l'agrégateur bancaire",
  sequences: "les numéros déjà attribués",
  connexions_bancaires: "les connexions aux banques, sans lien d'accès ni identifiant secret",
  placements: "les placements que déclare un fournisseur (titres, cryptoactifs), après la dernière lecture complète",
  synchronisations: "le journal des synchronisations bancaires (13 mois)",
  notifications_recues: "les notifications reçues des agrégateurs (90 jours)",
  operations_bancaires: "les opérations bancaires, telles que la banque les donne, et les totaux de chaque mois",
  virements_internes:
    "les virements entre vos comptes : les opérations liées, celles qui attendent l'autre moitié, les rapprochements refusés",
  taux_de_change: "les taux de change que vous avez saisis",
  totaux_par_mois: "les totaux de la société, par mois et par catégorie",
  livres: "l'état des livres de chaque exercice : dernier numéro, clôture, verrouillage",
  ecritures: "les écritures validées, numérotées et chaînées",
  ecritures_en_brouillon: "les écritures saisies et non validées",
  corrections_a_faire: "les opérations modifiées depuis leur comptabilisation",
  operations_corrigees: "ce que les livres retiennent des opérations corrigées",
  totaux_des_comptes: "les totaux de chaque compte, par exercice",
  totaux_des_tiers: "les totaux de chaque tiers, par exercice",
  lettrage_des_lignes: "le lettrage, ligne par ligne",
  groupes_de_lettrage: "le lettrage, par groupe",
  sous_comptes: "les sous-comptes créés par la société",
  alertes: "les alertes, et la marque de celles qui ont été supprimées (13 mois après leur date)",
  travaux: "les travaux demandés (validation, clôture, contrôles) et leur résultat (13 mois)",
  exports: "les exports demandés ; les fichiers eux-mêmes se téléchargent depuis la liste des exports",
  liens_de_partage: "les liens de partage, sans les liens eux-mêmes",
  fichiers_deposes: "les fichiers déposés dans les sept derniers jours",
  evenements_recents: "les événements des quatorze derniers jours, avant leur inscription à la piste d'audit",
  piste_d_audit: "la piste d'audit : qui a fait quoi, quand, depuis quel réseau, sur quel objet ; chaque ligne scelle la précédente",
  fin_de_la_piste_d_audit: "le dernier numéro de la piste d'audit et son empreinte",
  analyses_de_balances: "les analyses de balances gardées : le résultat, pas le fichier envoyé",
  releves_importes:
    "les relevés bancaires importés : qui, quand, de quel compte, combien d'opérations ; le fichier lui-même n'est pas gardé",
  demandes_sur_les_donnees: "les demandes d'export et d'effacement, et la suite donnée à chacune",
};

const KEPT_FR = {
  books: "dix ans à compter de la clôture de l'exercice (art. L123-22 du code de commerce)",
  tax: "six ans (art. L102 B du livre des procédures fiscales)",
  personal: "tant que la personne ou la connexion appartient à la société",
  transient: "supprimé automatiquement à l'échéance indiquée",
} as const;

export type ReadmeFile = { readonly path: string; readonly file: string; readonly retention: keyof typeof KEPT_FR };

/** The page that explains the archive to whoever opens it. */
export function readmeFr(
  company: { readonly name: string; readonly siren: string | null },
  on: BusinessDate,
  files: readonly ReadmeFile[],
) {
  const lines = files.flatMap(({ path, file, retention }) => [
    path,
    `    ${FILES_FR[file] ?? file}.`,
    `    Conservation : ${KEPT_FR[retention]}.`,
  ]);
  return [
    "DONNÉES DE LA SOCIÉTÉ",
    "",
    `Société : ${company.name}${company.siren === null ? "" : ` (SIREN ${company.siren})`}`,
    `Date de l'export : ${on.split("-").reverse().join("/")}`,
    "",
    "Cette archive contient toutes les données enregistrées par le logiciel pour cette société, au titre du droit d'accès",
    "et du droit à la portabilité (règlement (UE) 2016/679, articles 15 et 20).",
    "",
    "Deux fichiers s'ouvrent dans un tableur (UTF-8, séparateur point-virgule, virgule décimale) :",
    "    csv/operations.csv    les opérations bancaires",
    "    csv/ecritures.csv     les écritures validées, une ligne par mouvement",
    "",
    "Les autres sont au format JSON Lines : un enregistrement par ligne, avec sa partition, sa clé et ses champs.",
    "Les montants y sont des entiers, en centimes ; les instants sont en temps universel (UTC).",
    "",
    "Ce qui n'y figure pas : les mots de passe, les clés, les jetons et leurs empreintes, les secrets de double authentification et",
    "les identifiants confiés aux agrégateurs bancaires. Les fichiers déposés ou exportés se téléchargent séparément.",
    "Les compteurs techniques et les copies de réponses gardées un jour n'apportent rien de plus et sont laissés de côté.",
    "",
    "Les libellés bancaires et les écritures peuvent nommer des tiers (clients, fournisseurs, salariés) : cette archive",
    "doit être conservée et transmise avec les mêmes précautions que la comptabilité elle-même.",
    "",
    "FICHIERS",
    "",
    ...lines,
    "manifeste.json",
    "    Le nombre d'enregistrements de chaque fichier.",
    "",
  ].join("\r\n");
}
