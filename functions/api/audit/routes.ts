import { resource } from "#runtime/resource";
import { listAudit } from "./list.ts";
import { verifyAudit } from "./verify.ts";

export const auditApi = resource("audit", [listAudit, verifyAudit]);
