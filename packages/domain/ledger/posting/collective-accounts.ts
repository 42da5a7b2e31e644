/** Collective accounts third parties stand on, unless a company has its own. */
export const CUSTOMERS = "411000";
export const SUPPLIERS = "401000";
export const ASSET_SUPPLIERS = "404000";
