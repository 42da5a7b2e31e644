/** Exports of the French banks, their headings as they are met, and how each is encoded. */
const SG = `00012345678;01/11/2026;26/11/2026;2;26/11/2026;1234.56 EUR

Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise
26/11/2026;CARTE X0000 25/11 ;CARTE X0000 25/11 BOULANGERIE;-4,20;EUR
25/11/2026;VIR RECU;VIR RECU 123 CLIENT ÉTOILE;1 200,00;EUR
`.replaceAll("\n", "\r\n");

const SG_SAVINGS = `="0201900016400270";01/01/2026;26/11/2026;
date_comptabilisation;libellé_complet_operation;montant_operation;devise;
12/09/2026;VIR RECU 0000000000011;300,00;EUR;
`;

const BNP = `CPT;Compte courant;****5678;26/11/2026;;100,00
Date operation;Libelle court;Type operation;Libelle operation;Montant operation en euro
24-11-2026;PRLV;PRELEVEMENT;PRLV SEPA EDF;-89,90
25-11-2026;VIR;VIREMENT;VIR SEPA RECU DUPONT;1 000,00
`;

const CREDIT_AGRICOLE = `Téléchargement du 26/11/2026;

M. DUPONT
Compte de Dépôt carte n° 00012345678;
Solde au 26/11/2026 1 234,56 €
Liste des opérations du compte entre le 01/11/2026 et le 26/11/2026;

Date;Libellé;Débit Euros;Crédit Euros;
16/11/2026;"PAIEMENT PAR CARTE
X1234 INTERMARCHE 15/11

";77,77;;
15/11/2026;"VIREMENT EN VOTRE FAVEUR
CLIENT ""ÉTOILE""
";;2 500,00;

Livret A n° 00087654321;
Solde au 26/11/2026 50,00 €
Liste des opérations du compte entre le 01/11/2026 et le 26/11/2026;

Date;Libellé;Débit Euros;Crédit Euros;
02/11/2026;"VIREMENT
";;50,00;
`;

const BPCE = `Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;Type operation;Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation
19/11/2026;INTERMARCHE;CB INTERMARCHE FACT 171126;REF1;Ticket 12;Carte bancaire;Alimentation;Autre;-46,80;;17/11/2026;19/11/2026;0
20/11/2026;SALAIRE;VIR SALAIRE;REF2;;Virement;Revenus;Salaire;;+1 800,00;20/11/2026;20/11/2026;0
`;

const CREDIT_MUTUEL = `Date;Date de valeur;Débit;Crédit;Libellé;Solde
03/11/2026;04/11/2026;-12,00;;FRAIS BANCAIRES € ŒUVRE;88,00
05/11/2026;05/11/2026;;100,00;VIR CLIENT;188,00
`;

const BANQUE_POSTALE = `Numéro Compte   ;5380245H033
Type         ;Compte courant
Compte tenu en  ;EUR
Date            ;04/11/2026
Solde (EUROS)   ;13,99
Solde (FRANCS)  ;91,77

Date;Libellé;Montant(EUROS);Montant(FRANCS)
03/11/2026;"ACHAT CB FNAC";-10,01;-65,66
02/11/2026;"VIREMENT DE M X";24,00;157,43
`;

const BOURSOBANK = `dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance
2026-11-16;2026-11-17;"CARTE 15/11/26 MONOPRIX";"Alimentation";"Vie quotidienne";"monoprix";-32,10;;00012345678;"BoursoBank";1500.25
2026-11-16;2026-11-16;"VIR SEPA";"Virements";"Virements";"x";1 718,70;"note";00087654321;"Livret";20.00
`;

const QONTO_EN = `Status,Settlement date (UTC),Settlement date (local),Operation date (UTC),Total amount (incl. VAT),Debit,Credit,Balance,Currency,Counterparty name,Counterparty IBAN,Account name,Account IBAN,Payment method,Reference,Transaction ID
Settled,2026-11-03 23:30:00,2026-11-04 00:30:00,2026-11-03 09:00:00,-1200.50,1200.50,,5000.00,EUR,"ACME, Inc.",FR7630006000011234567890189,Main,FR1420041010050500013M02606,Transfer,INV-12,acme-1-transaction-1
Processing,,,2026-11-05 09:00:00,-20.00,20.00,,,EUR,Uber,,Main,FR1420041010050500013M02606,Card,,acme-1-transaction-2
Declined,,,2026-11-05 09:00:00,-99.00,99.00,,,EUR,Casino,,Main,FR1420041010050500013M02606,Card,,acme-1-transaction-3
`;

const QONTO_FR = `Statut;Date de la valeur (UTC);Date de l'opération (UTC);Montant total (TTC);Débit;Crédit;Solde;Devise;Nom de la contrepartie;IBAN de la contrepartie;Nom du compte;IBAN du compte;Méthode de paiement;Référence;Identifiant de transaction
Exécuté;15-11-2026 10:00:00;15-11-2026 09:00:00;1 000,00;;1 000,00;5 000,00;EUR;Client SA;FR7630006000011234567890189;Compte principal;FR1420041010050500013M02606;Virement;FAC 1;t-1
En cours;;27-11-2026 09:00:00;-200,00;200,00;;;EUR;Hôtel;;Compte principal;FR1420041010050500013M02606;Carte;;t-2
`;

const SHINE = `Transaction ID;Date de la valeur;Date d'opération;IBAN;Type de transaction;Transaction personnelle;Category;Débit;Crédit;Solde mouvement;Solde bancaire;Libellé;Nom de la contrepartie;Montant HT;Montant de TVA total;Commentaire
s-1;13/11/2026;12/11/2026;;Carte;Non;Repas;25,40;;-25,40;974,60;PAIEMENT CARTE;Café des Amis;23,09;2,31;
s-2;14/11/2026;14/11/2026;;Virement;Non;Ventes;;500,00;500,00;1 474,60;VIR CLIENT;Étoile SARL;416,67;83,33;acompte
`;

export type CsvSample = { readonly name: string; readonly text: string; readonly encoding: "latin1" | "utf8" };
export const CSV_SAMPLES: readonly CsvSample[] = [
  { name: "Société Générale", text: SG, encoding: "latin1" },
  { name: "Société Générale, livret", text: SG_SAVINGS, encoding: "latin1" },
  { name: "BNP Paribas", text: BNP, encoding: "latin1" },
  { name: "Crédit Agricole", text: CREDIT_AGRICOLE.replace(/€/g, "EUR"), encoding: "latin1" },
  { name: "BPCE", text: BPCE, encoding: "utf8" },
  { name: "Crédit Mutuel", text: CREDIT_MUTUEL, encoding: "utf8" },
  { name: "La Banque Postale", text: BANQUE_POSTALE, encoding: "latin1" },
  { name: "BoursoBank", text: `\ufeff${BOURSOBANK}`, encoding: "utf8" },
  { name: "Qonto in English", text: QONTO_EN, encoding: "utf8" },
  { name: "Qonto in French", text: QONTO_FR, encoding: "utf8" },
  { name: "Shine", text: SHINE, encoding: "latin1" },
];
