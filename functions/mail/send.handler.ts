import { lambda } from "#runtime/lambda";
import { sendMail } from "./send.ts";

export const handler = lambda(sendMail);
