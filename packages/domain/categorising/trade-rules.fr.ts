import type { Rule } from "./rules.ts";

/** Words of a trade in a payment made: the rarer the meaning, the earlier the rule. Merchants' names are not here. */
const TRADES: readonly (readonly [string, string, number, RegExp, string])[] = [
  [
    "leasing",
    "location_materiel",
    880_000,
    /\b(?:CREDIT BAIL|LEASING|LEASE|LEASECOM|LOA|LLD|LOCATION (?:DE )?(?:MATERIEL|VEHICULES?|LONGUE DUREE|UTILITAIRE)|LOCAM|GRENKE)\b/,
    "Location de matériel ou crédit-bail.",
  ],
  [
    "temporary_staff",
    "personnel_exterieur",
    850_000,
    /\b(?:INTERIM|INTERIMAIRES?|TRAVAIL TEMPORAIRE|PORTAGE SALARIAL)\b/,
    "Personnel intérimaire.",
  ],
  ["subcontracting", "sous_traitance", 850_000, /\bSOUS ?TRAIT\w{0,8}\b/, "Sous-traitance."],
  [
    "insurance",
    "assurance",
    880_000,
    /\b(?:ASSURANCES?|ASSUREURS?|MULTIRISQUE|DECENNALE|RC PRO|MUTUELLES? DU MANS|ASS EMPRUNT\w{0,5})\b/,
    "Prime d'assurance.",
  ],
  [
    "rent",
    "loyer_immobilier",
    880_000,
    /\b(?:LOYERS?|BAIL COMMERCIAL|CHARGES LOCATIVES|COPROPRIETE|COWORKING|DOMICILIATION)\b|\bSCI\b/,
    "Loyer ou charges locatives.",
  ],
  [
    "meal",
    "restauration_reception",
    820_000,
    /\b(?:RESTAURANTS?|RESTO|BRASSERIE|BISTROT?|PIZZERIA|CAFE|CREPERIE|TRAITEUR|BOULANGERIE|UBER ?EATS|DELIVEROO)\b/,
    "Restaurant, café ou traiteur.",
  ],
  [
    "travel",
    "deplacements",
    850_000,
    /\b(?:SNCF|HOTELS?|IBIS|NOVOTEL|TAXIS?|VTC|UBER|AIR FRANCE|RATP|PEAGES?|AUTOROUTES?|PARKING|PARKINGS|INDIGO|AEROPORT|BOOKING)\b/,
    "Déplacement ou hébergement.",
  ],
  [
    "telecom",
    "telecom_internet",
    850_000,
    /\b(?:TELECOMS?|TELEPHON\w{0,4}|MOBILE|FIBRE|INTERNET|ORANGE|SFR|BOUYGUES TEL\w{0,6}|FREE (?:MOBILE|PRO|TELECOM))\b/,
    "Télécoms ou internet.",
  ],
  ["energy", "energie_eau", 850_000, /\b(?:ELECTRICITE|EDF|ENGIE|ENEDIS|GAZ|EAU|EAUX|VEOLIA|SUEZ|SAUR)\b/, "Énergie ou eau."],
  [
    "fuel",
    "carburant",
    880_000,
    /\b(?:CARBURANTS?|STATION SERVICE|ESSENCE|GAZOLE|GASOIL|RECHARGE ELECTRIQUE|TOTAL ACCESS|RELAIS TOTAL|ESSO|SHELL|AVIA)\b|\bSTATION\b|\b(?:DAC|STAT)\b/,
    "Station-service ou recharge.",
  ],
  ["post", "affranchissement", 820_000, /\b(?:LA POSTE|CHRONOPOST|COLISSIMO|TIMBRES?|AFFRANCHISSEMENT)\b/, "Courrier ou affranchissement."],
  [
    "freight",
    "transport_livraison",
    820_000,
    /\b(?:TRANSPORTS?|TRANSPORTEUR|LIVRAISONS?|MESSAGERIE|FRET|DHL|UPS|FEDEX|GEODIS)\b/,
    "Transport ou livraison de biens.",
  ],
  [
    "advice",
    "honoraires",
    850_000,
    /\b(?:HONORAIRES?|EXPERT ?COMPTABLE|EXPERTISE COMPTABLE|AVOCATS?|NOTAIRES?|HUISSIERS?|GREFFE)\b/,
    "Honoraires.",
  ],
  [
    "membership",
    "cotisations_pro",
    850_000,
    /\b(?:ORDRE DES|SYNDICAT|ADHESION|FEDERATION|CHAMBRE DE (?:COMMERCE|METIERS)|CCI|COTISATION (?:ANNUELLE|PROFESSIONNELLE|ASSOCIATION))\b/,
    "Cotisation ou adhésion professionnelle.",
  ],
  ["training", "formation_documentation", 820_000, /\b(?:FORMATIONS?|DOCUMENTATION|LIBRAIRIE|SEMINAIRE)\b/, "Formation ou documentation."],
  [
    "advertising",
    "publicite_marketing",
    850_000,
    /\b(?:PUBLICITE|ADS\d{0,12}|ADWORDS|FACEBK|MARKETING|IMPRIMERIE|FLYERS?|SALON PROFESSIONNEL)\b/,
    "Publicité ou communication.",
  ],
  [
    "software",
    "logiciels_saas",
    820_000,
    /\b(?:LOGICIELS?|LICENCES?|SAAS|HEBERGEMENT WEB|NOM DE DOMAINE|OVH|OVHCLOUD|GANDI)\b/,
    "Logiciel ou hébergement informatique.",
  ],
  [
    "upkeep",
    "entretien_reparation",
    820_000,
    /\b(?:NETTOYAGE|MENAGE|ENTRETIEN|REPARATIONS?|MAINTENANCE|GARAGE|PLOMBERIE|DEPANNAGE|CONTROLE TECHNIQUE)\b/,
    "Entretien ou réparation.",
  ],
  [
    "stationery",
    "fournitures_bureau",
    820_000,
    /\b(?:FOURNITURES? (?:DE )?BUREAU|PAPETERIE|CARTOUCHES? (?:D )?ENCRE)\b/,
    "Fournitures de bureau.",
  ],
  ["tools", "petit_equipement", 800_000, /\b(?:OUTILLAGE|QUINCAILLERIE|BRICOLAGE|PETIT MATERIEL)\b/, "Petit équipement ou outillage."],
  ["materials", "achats_matieres", 800_000, /\b(?:MATIERES PREMIERES|MATERIAUX|NEGOCE BOIS|SCIERIE)\b/, "Matières premières ou matériaux."],
  ["goods", "achats_marchandises", 750_000, /\b(?:MARCHANDISES?|GROSSISTE|CENTRALE D? ?ACHATS?)\b/, "Achat de marchandises."],
  [
    "platform_fee",
    "commissions_plateformes",
    800_000,
    /\b(?:COMMISSIONS? (?:STRIPE|PAYPAL|AMAZON|PLATEFORME|SUMUP|AIRBNB|BOOKING)|FRAIS (?:STRIPE|PAYPAL|SUMUP))\b/,
    "Commission d'une plateforme.",
  ],
  ["gift", "dons_cadeaux", 800_000, /\b(?:DONS?|MECENAT|CADEAUX?|FLEURISTE)\b/, "Don ou cadeau."],
];

/** A debit that only cites an invoice pays a supplier, whose account the invoice will clear. */
const SUPPLIER: Rule = {
  ...{ id: "invoice.supplier", categoryId: "reglement_fournisseur", direction: "out", confidencePpm: 720_000 },
  all: [/\b(?:FACTURES?|FACT?|FCT|INVOICE|INV|REGLEMENT|RGLT|RGT|ACOMPTE|FOURNISSEUR)\b|\bF[AC]?\d{3,10}\b/],
  none: /\b(?:REJET\w{0,3}|IMPAYES?|RETOUR|ANNULATION)\b/,
  channels: ["transfer", "direct_debit"],
  reason: "Paiement qui cite une facture : à rapprocher du fournisseur.",
};

/** Outgoing payments whose label names a trade. They come after every structural rule. */
export const TRADE_RULES: readonly Rule[] = [
  ...TRADES.map(
    ([id, categoryId, confidencePpm, words, reason]) =>
      ({ id: `trade.${id}`, categoryId, direction: "out", confidencePpm, all: [words], reason }) satisfies Rule,
  ),
  SUPPLIER,
];
