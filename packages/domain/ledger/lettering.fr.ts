/** Label of the line that stands for several open ones in an opening entry. */
export const openItemsLabel = (count: number): string => `Solde de ${count} écritures non lettrées`;

/** Voucher reference of that line, which has no voucher of its own. */
export const OPEN_ITEMS_REFERENCE = "REPORT";
