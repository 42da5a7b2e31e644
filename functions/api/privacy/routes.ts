import { resource } from "#runtime/resource";
import { erasePerson } from "./erase-person.ts";
import { exportData } from "./export-data.ts";

export const privacyApi = resource("privacy", [exportData, erasePerson]);
