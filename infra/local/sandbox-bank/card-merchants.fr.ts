import type { VatSide } from "./movement.ts";

/** A place where the company's cards are used. `often` weighs how often a month. */
export type CardMerchant = {
  readonly text: string;
  readonly clean: string;
  readonly low: number;
  readonly high: number;
  readonly often: number;
  readonly category?: number;
  readonly vat?: VatSide;
};

const vat = "deductible" as const;

/** Paid about once a month each, whatever happens: what a web agency lives on. */
export const CARD_SUBSCRIPTIONS: readonly CardMerchant[] = [
  { text: "OVH SAS ROUBAIX", clean: "OVH", low: 7_188, high: 9_588, often: 1, category: 280, vat },
  { text: "GITHUB INC SAN FRANCISCO", clean: "GitHub", low: 7_600, high: 9_900, often: 1, category: 280 },
  { text: "FIGMA MONTHLY", clean: "Figma", low: 4_500, high: 6_000, often: 1, category: 280 },
  { text: "ADOBE SYSTEMS SOFTWARE DUBLIN", clean: "Adobe", low: 7_199, high: 7_199, often: 1, category: 280 },
  { text: "GOOGLE *ADS4419870021", clean: "Google Ads", low: 18_000, high: 45_000, often: 1 },
  { text: "NOTION LABS INC", clean: "Notion", low: 4_000, high: 4_800, often: 1, category: 280 },
  { text: "LINKEDIN PREMIUM", clean: "LinkedIn", low: 5_999, high: 5_999, often: 1, category: 280 },
];

/** Everything else. Some names say what they sell, many do not: real card statements are like that. */
export const CARD_MERCHANTS: readonly CardMerchant[] = [
  { text: "RESTAURANT LE PETIT BOUCHON NANTES", clean: "Le Petit Bouchon", low: 1_650, high: 7_800, often: 5, category: 83, vat },
  { text: "BRASSERIE DE LA BOURSE", clean: "Brasserie de la Bourse", low: 2_900, high: 11_200, often: 4, category: 83, vat },
  { text: "SUMUP *CHEZ MARIUS", clean: "Chez Marius", low: 1_200, high: 4_200, often: 3, category: 83, vat },
  { text: "TOKYO YA", clean: "Tokyo Ya", low: 1_450, high: 5_600, often: 3, category: 83, vat },
  { text: "BOULANGERIE PAUL GARE", clean: "Paul", low: 420, high: 1_890, often: 4, category: 83 },
  { text: "KATI KATI", clean: "Kati Kati", low: 1_300, high: 3_900, often: 2 },
  { text: "STATION TOTALENERGIES ST HERBLAIN", clean: "TotalEnergies", low: 4_200, high: 9_400, often: 5, category: 87, vat },
  { text: "DAC LECLERC ATLANTIS", clean: "Leclerc carburant", low: 3_900, high: 8_800, often: 3, category: 87, vat },
  { text: "ESSO EXPRESS REZE", clean: "Esso Express", low: 4_100, high: 8_900, often: 2, category: 87, vat },
  { text: "SNCF-VOYAGEURS PARIS", clean: "SNCF", low: 3_400, high: 18_900, often: 5, category: 197 },
  { text: "TRAINLINE", clean: "Trainline", low: 2_900, high: 12_900, often: 1, category: 197 },
  { text: "G7 TAXI PARIS", clean: "Taxis G7", low: 1_800, high: 6_400, often: 2 },
  { text: "EFFIA PARKING GARE NORD", clean: "Effia", low: 450, high: 3_600, often: 3, category: 251, vat },
  { text: "PEAGE COFIROUTE ST ARNOULT", clean: "Cofiroute", low: 890, high: 4_310, often: 3, category: 309, vat },
  { text: "IBIS STYLES LYON PART DIEU", clean: "Ibis Styles", low: 8_900, high: 21_400, often: 2 },
  { text: "BUREAU VALLEE ORVAULT", clean: "Bureau Vallée", low: 1_490, high: 16_900, often: 3, vat },
  { text: "LDLC.COM", clean: "LDLC", low: 2_990, high: 68_900, often: 2, vat },
  { text: "AMZN MKTP FR*2K8RT6QQ5", clean: "Amazon", low: 990, high: 18_900, often: 4 },
  { text: "LEROY MERLIN REZE", clean: "Leroy Merlin", low: 1_290, high: 14_900, often: 1, vat },
  { text: "LA POSTE 440120 NANTES CENTRE", clean: "La Poste", low: 580, high: 4_920, often: 3 },
  { text: "CHRONOPOST", clean: "Chronopost", low: 1_450, high: 4_800, often: 2, vat },
  { text: "INFOGREFFE PARIS", clean: "Infogreffe", low: 349, high: 4_538, often: 1 },
  { text: "MONOPRIX 5528", clean: "Monoprix", low: 640, high: 5_480, often: 2, category: 273 },
  { text: "PAYPAL *FONTSHOP", clean: "PayPal", low: 1_900, high: 12_900, often: 1 },
  { text: "SP LES PAPIERS DE NINON", clean: "Les papiers de Ninon", low: 1_200, high: 7_900, often: 1 },
  { text: "MARLOWE ET CIE", clean: "Marlowe et Cie", low: 900, high: 14_500, often: 1 },
  { text: "ZETTLE_*L ESCALE", clean: "L'Escale", low: 800, high: 4_900, often: 2 },
  { text: "HBL DISTRI 44", clean: "HBL Distri 44", low: 1_100, high: 9_700, often: 1 },
  { text: "FLEURS DE SAISON", clean: "Fleurs de saison", low: 2_500, high: 6_500, often: 1, vat },
  { text: "GARAGE DU CENS", clean: "Garage du Cens", low: 8_900, high: 42_000, often: 1, vat },
];
