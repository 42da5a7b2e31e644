import type { CompanyId } from "#domain/ids";
import type { Services } from "#runtime/services";

/** What every file is made with. */
export type Making = Pick<Services, "table" | "documents" | "assets"> & { readonly companyId: CompanyId };
