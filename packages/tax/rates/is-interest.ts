import { type DatedRow, row, UNKNOWN } from "./dated.ts";

const RULE = "CGI art. 39, 1-3° ; BOI-BIC-CHG-50-50-30";
const PRESS_2024 = `${RULE} ; taux publiés pour les exercices de douze mois clos en 2024 (JO, avis des 27-3, 27-6 et 27-9-2024)`;
const NOTICE_2024 = `${RULE} ; taux publiés d'après l'avis du 4e trimestre 2024 (JO du 27-12-2024 : 5,37 %)`;
const NOTICE_2025 = `${RULE} ; taux publiés d'après l'avis ECOT2536351V du 22-12-2025 (2025 : 4,92, 4,60, 4,36 et 4,30 %)`;
const FORMULA_2025 = `${RULE} n° 70, appliqué aux taux trimestriels publiés (2024 : 5,90, 5,76, 5,37 % ; 2025 : 4,92, 4,60, 4,36 %)`;
const FORMULA_2026 = `${RULE} n° 70, appliqué aux taux trimestriels publiés de 2025 (4,92, 4,60, 4,36 et 4,30 %)`;

/**
 * The highest deductible rate on shareholders' current accounts, for years of twelve months, by the day they closed. Rows whose source names
 * no. 70 are computed by its formula from published quarterly rates; the formula gives every published row that could be compared.
 */
export const INTEREST_ROWS: readonly DatedRow[] = [
  row("2023-12-31", 55_700, PRESS_2024, "2024-01-30"),
  row("2024-01-31", 57_000, PRESS_2024, "2024-02-28"),
  row("2024-02-29", 58_100, PRESS_2024, "2024-03-30"),
  row("2024-03-31", 58_800, PRESS_2024, "2024-04-29"),
  row("2024-04-30", 59_200, PRESS_2024, "2024-05-30"),
  row("2024-05-31", 59_600, PRESS_2024, "2024-06-29"),
  row("2024-06-30", 59_600, PRESS_2024, "2024-07-30"),
  row("2024-07-31", 59_700, PRESS_2024, "2024-08-30"),
  row("2024-08-31", 59_700, PRESS_2024, "2024-09-29"),
  row("2024-09-30", 59_300, PRESS_2024, "2024-10-30"),
  row("2024-10-31", 59_000, PRESS_2024, "2024-11-29"),
  row("2024-11-30", 58_700, PRESS_2024, "2024-12-30"),
  row("2024-12-31", 57_500, NOTICE_2024, "2025-01-30"),
  row("2025-01-31", 57_000, NOTICE_2024, "2025-02-27"),
  row("2025-02-28", 56_500, NOTICE_2024, "2025-03-30"),
  row("2025-03-31", 54_900, FORMULA_2025, "2025-04-29"),
  row("2025-04-30", 54_100, FORMULA_2025, "2025-05-30"),
  row("2025-05-31", 53_200, FORMULA_2025, "2025-06-29"),
  row("2025-06-30", 51_600, FORMULA_2025, "2025-07-30"),
  row("2025-07-31", 50_700, FORMULA_2025, "2025-08-30"),
  row("2025-08-31", 49_700, FORMULA_2025, "2025-09-29"),
  row("2025-09-30", 48_100, NOTICE_2025, "2025-10-30"),
  row("2025-10-31", 47_300, NOTICE_2025, "2025-11-29"),
  row("2025-11-30", 46_400, NOTICE_2025, "2025-12-30"),
  row("2025-12-31", 45_500, NOTICE_2025, "2026-01-30"),
  row("2026-01-31", 44_900, FORMULA_2026, "2026-02-27"),
  row("2026-02-28", 44_400, FORMULA_2026, "2026-03-30"),
  row("2026-03-31", UNKNOWN, "Taux effectifs moyens de 2026 non trouvés (avis trimestriels au JO)"),
];
