import type { Rule } from "./rules.ts";

const LOAN = /\b(?:PRETS?|EMPRUNTS?)\b/;
const PROCESSORS =
  /\b(?:STRIPE|SUMUP|I?ZETTLE|PAYPAL|GOCARDLESS|MOLLIE|ADYEN|PAYPLUG|WORLDLINE|PAYZEN|LYRA|ALMA|SQUARE|SHOPIFY|AMERICAN EXPRESS|AMEX|KLARNA|CHECKOUT COM)\b/;

/** What the bank itself does: loans, cheques, cash, cards, fees, interest, own transfers, partners' accounts. */
export const BANK_RULES: readonly Rule[] = [
  {
    ...{ id: "bank.loan_received", categoryId: "emprunt_recu", direction: "in", confidencePpm: 930_000 },
    all: [LOAN, /\b(?:DEBLOCAGE|DEBLOC|REALISATION|MISE A DISPO\w{0,8}|VERSEMENT|OCTROI)\b/],
    reason: "Déblocage d'un emprunt.",
  },
  {
    ...{ id: "bank.loan_instalment", categoryId: "echeance_emprunt", direction: "out", confidencePpm: 950_000 },
    all: [LOAN, /\b(?:ECH(?:EANCES?)?|REMB\w{0,10}|AMORT\w{0,10}|MENSUALITE|PRLV|PRELEVEMENT)\b|^PRET\b/],
    none: /\b(?:ASSURANCE|ASS|ADI|FRAIS|DOSSIER)\b/,
    reason: "Échéance d'emprunt.",
  },
  {
    ...{ id: "bank.cheques_deposited", categoryId: "remise_cheques", direction: "in", confidencePpm: 980_000 },
    all: [/^REM(?:ISES?)? ?(?:DE )?(?:CHQS?|CHEQUES?)\b|^REMCHQ|\bREMISE (?:DE )?CHEQUES?\b/],
    none: /\b(?:IMPAYE|REJET)\b/,
    reason: "Remise de chèques à l'encaissement.",
  },
  {
    ...{ id: "bank.card_takings", categoryId: "encaissement_psp", direction: "in", confidencePpm: 970_000 },
    all: [/^REM(?:ISES?)? ?(?:DE )?(?:CB|CARTES?)|^REMCB|\bTELECOLLECTE\b/],
    reason: "Remise de paiements par carte (TPE).",
  },
  {
    ...{ id: "bank.processor_payout", categoryId: "encaissement_psp", direction: "in", confidencePpm: 930_000 },
    all: [PROCESSORS],
    channels: ["transfer", "other"],
    reason: "Versement d'une plateforme de paiement.",
  },
  {
    ...{ id: "bank.cash_deposited", categoryId: "versement_especes", direction: "in", confidencePpm: 960_000 },
    all: [/\b(?:VERS(?:EMENT|T)?|VRST|DEPOT) (?:D )?(?:ESP(?:ECES)?|GAB)\b/],
    reason: "Versement d'espèces.",
  },
  {
    ...{ id: "bank.fee_returned", categoryId: "frais_bancaires", direction: "in", confidencePpm: 850_000 },
    all: [/\b(?:EXTOURNE|ANNUL\w{0,6}|REMB\w{0,10}|RISTOURNE|GESTE COMMERCIAL)\b/, /\b(?:FRAIS|COMMISSIONS?|COTIS\w{0,6})\b/],
    channels: ["fee", "other"],
    reason: "La banque rend des frais.",
  },
  {
    ...{ id: "bank.interest_paid", categoryId: "interets_agios", direction: "out", confidencePpm: 960_000 },
    all: [
      /\b(?:AGIOS|INTERETS? (?:DEBITEURS?|DE RETARD)|ARRETE (?:DE )?COMPTE|INTERETS? ET FRAIS|COMMISSIONS? (?:DE |PLUS FORT )?DECOUVERT)\b|^INTERETS?\b/,
    ],
    reason: "Intérêts débiteurs ou agios.",
  },
  {
    ...{ id: "bank.interest_earned", categoryId: "produits_financiers", direction: "in", confidencePpm: 950_000 },
    all: [/\b(?:INTERETS?(?: CREDITEURS?)?|COUPONS?|REMUNERATION (?:DU )?COMPTE)\b/],
    none: /\bRETARD\b/,
    channels: ["fee", "other"],
    reason: "Intérêts ou revenus de placement.",
  },
  {
    ...{ id: "bank.fees", categoryId: "frais_bancaires", direction: "out", confidencePpm: 950_000 },
    all: [/^(?:F )?(?:COTIS(?:ATION)?S?|FRAIS|COM|COMM|COMMISSIONS?|TENUE DE COMPTE|FORFAIT|FACTURATION)\b/],
    none: /\b(?:PORT|LIVRAISON|TRANSPORT|KM|KILOMETRIQUES?|SCOLARITE|SYNDICAT|ORDRE|ADHESION|ASSOCIATION|CIPAV|RETRAITE|MOBILE|INTERNET)\b/,
    channels: ["fee"],
    reason: "Frais ou cotisation prélevés par la banque elle-même.",
  },
  {
    ...{ id: "bank.cash_withdrawn", categoryId: "retrait_especes", direction: "out", confidencePpm: 970_000 },
    all: [/\b(?:RET(?:RAIT)?(?: CB| CARTE)? ?(?:DAB|GAB|ESPECES)|DAB)\b|^RETRAIT\b/],
    reason: "Retrait d'espèces.",
  },
  {
    ...{ id: "transfer.named_internal", categoryId: "virement_interne", direction: "both", confidencePpm: 930_000 },
    all: [
      /\bVIR(?:EMENT)? INTERNE\b|\b(?:VIR\w{0,6} )?(?:CPTE|COMPTE) A (?:CPTE|COMPTE)\b|\bVIRCPTEACPTE|\bTRANSFERT ENTRE COMPTES\b|\bALIMENTATION (?:COMPTE|LIVRET)\b/,
    ],
    reason: "Le libellé parle d'un virement entre vos comptes.",
  },
  {
    ...{ id: "partner.contribution", categoryId: "apport_associe", direction: "in", confidencePpm: 880_000 },
    all: [/\b(?:APPORTS?|COMPTE COURANT (?:D )?ASSOCIES?|CCA|LIBERATION (?:DU )?CAPITAL|AUGMENTATION (?:DE )?CAPITAL)\b/],
    channels: ["transfer", "other"],
    reason: "Apport d'un associé.",
  },
  {
    ...{ id: "partner.dividend", categoryId: "associes_dividendes", direction: "out", confidencePpm: 920_000 },
    all: [/\b(?:DIVIDENDES?|(?:REMB\w{0,10}|RBT) (?:CCA|COMPTE COURANT)|COMPTE COURANT (?:D )?ASSOCIES?)\b/],
    reason: "Dividende ou remboursement d'associé.",
  },
  {
    ...{ id: "insurance.compensation", categoryId: "indemnite_assurance", direction: "in", confidencePpm: 900_000 },
    all: [/\b(?:SINISTRES?|INDEMNITES?|INDEMNISATION)\b/],
    none: /\b(?:JOURNALIERES?|CPAM|IJSS|RETARD)\b/,
    reason: "Indemnité d'assurance.",
  },
  {
    ...{ id: "refund.from_supplier", categoryId: "remboursement_fournisseur", direction: "in", confidencePpm: 850_000 },
    all: [/\b(?:REMB(?:OURSEMENT|T)?|RBT|AVOIR|REFUND)\b/],
    none: /\b(?:PRET|EMPRUNT|FRAIS|CPAM|IJSS|REJET\w{0,3}|IMPAYES?)\b/,
    reason: "Remboursement ou avoir d'un fournisseur.",
  },
  {
    ...{ id: "refund.card", categoryId: "remboursement_fournisseur", direction: "in", confidencePpm: 800_000 },
    all: [/^(?:CARTE|CB|PAIEMENT|ACHAT|CREDIT CARTE)\b/],
    channels: ["card"],
    reason: "Un commerçant rend un paiement par carte.",
  },
  {
    ...{ id: "refund.to_customer", categoryId: "remboursement_client", direction: "out", confidencePpm: 850_000 },
    all: [/\b(?:REMB\w{0,10}|RBT|AVOIR|REFUND) (?:AU )?(?:CLIENTE?|COMMANDE|CDE)\b|\bAVOIR CLIENT\b/],
    channels: ["transfer", "other"],
    reason: "Remboursement à un client.",
  },
  {
    ...{ id: "invoice.customer", categoryId: "encaissement_client", direction: "in", confidencePpm: 880_000 },
    all: [/\b(?:FACTURES?|FACT?|FCT|INVOICE|INV|DEVIS|ACOMPTE|REGLEMENT|RGLT|RGT|SOLDE)\b|\bF[AC]?\d{3,10}\b/],
    none: /\b(?:REJET\w{0,3}|IMPAYES?|RETOUR|ANNULATION|SALAIRE|IMPOT)\b/,
    channels: ["transfer"],
    reason: "Virement reçu qui cite une facture.",
  },
];
