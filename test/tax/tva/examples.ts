import { TVA_EXAMPLE } from "#tax/tva/example";
import { TvaInput } from "#tax/tva/input";
import { type Asked, aggregated, type Operation } from "./returns.ts";

/** The worked examples of docs/tax/tva.md: what is asked, and the lines `[line, base, tax]` in whole euros. The page and the code are held to them. */
type Example = {
  readonly title: string;
  readonly operations: readonly Operation[];
  readonly more?: Partial<Asked>;
  readonly lines: readonly (readonly [string, number | null, number | null])[];
};

export const EXAMPLES: readonly Example[] = [
  {
    title: "Un mois ordinaire",
    operations: TvaInput.parse(TVA_EXAMPLE).operations,
    lines: [
      ["A1", 12_500, null],
      ["B2", 2_000, null],
      ["08", 14_500, 2_900],
      ["16", null, 2_900],
      ["17", null, 400],
      ["20", null, 1_200],
      ["23", null, 1_200],
      ["TD", null, 1_700],
      ["28", null, 1_700],
      ["32", null, 1_700],
    ],
  },
  {
    title: "Un crédit dont le remboursement est demandé",
    operations: [
      aggregated("sale_services", 300_000),
      aggregated("purchase_goods", 1_200_000, { asset: true }),
      aggregated("import", 100_000),
      aggregated("export", 800_000),
    ],
    more: { creditCarriedCents: 15_000, refundAskedCents: 150_000 },
    lines: [
      ["A1", 3_000, null],
      ["A4", 1_000, null],
      ["E1", 8_000, null],
      ["08", 3_000, 600],
      ["I1", 1_000, 200],
      ["16", null, 800],
      ["19", null, 2_400],
      ["20", null, 200],
      ["22", null, 150],
      ["23", null, 2_750],
      ["24", null, 200],
      ["25", null, 1_950],
      ["26", null, 1_500],
      ["27", null, 450],
    ],
  },
  {
    title: "Avoirs, sous-traitance autoliquidée, gazole et coefficient de taxation",
    operations: [
      aggregated("sale_goods", 600_000, { ratePpm: 100_000 }),
      aggregated("sale_credit_note", 50_000, { ratePpm: 100_000 }),
      aggregated("reverse_charge_purchase", 200_000),
      aggregated("purchase_goods", 30_000, { id: "gazole", deduction: "fuel_diesel_car" }),
    ],
    more: { taxationCoefficientPpm: 670_000 },
    lines: [
      ["A1", 6_000, null],
      ["A2", 2_000, null],
      ["B5", 500, null],
      ["08", 2_000, 400],
      ["9B", 6_000, 600],
      ["16", null, 1_000],
      ["20", null, 300],
      ["21", null, 50],
      ["23", null, 350],
      ["TD", null, 650],
      ["28", null, 650],
      ["32", null, 650],
    ],
  },
];
