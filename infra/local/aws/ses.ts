import * as z from "zod";
import { AwsError, type May } from "./aws-error.ts";
import type { Outbox } from "./outbox.ts";

/** Where SES v2 takes mails. */
export const SES_PATH = "/v2/email/outbound-emails";
/** SES takes 40 MB with attachments; letters without any stay far below this. */
export const SES_BYTES_MAX = 1024 * 1024;

const Part = z.object({ Data: z.string(), Charset: z.string().optional() });
/** The part of SendEmail that letters use; anything else is refused rather than ignored. */
const SendEmail = z.strictObject({
  FromEmailAddress: z.string().min(3),
  Destination: z.strictObject({ ToAddresses: z.array(z.string().min(3)).min(1).max(50) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: Part,
      Body: z.strictObject({ Text: Part, Html: Part.optional() }),
      Headers: z
        .array(z.strictObject({ Name: z.string(), Value: z.string() }))
        .max(15)
        .optional(),
    }),
  }),
});

/** Takes one mail, as SES does, and puts it in the outbox. Throws AwsError when the signer may not, or the input is none of SES. */
export function takeMail(outbox: Outbox, body: Buffer, principal: string, may: May): { readonly MessageId: string } {
  if (!may(principal, "ses:SendEmail", "mail")) throw new AwsError(403, "AccessDeniedException", `${principal} may not send mails`);
  const parsed = SendEmail.safeParse(jsonOf(body));
  if (!parsed.success) throw new AwsError(400, "BadRequestException", parsed.error.issues.map(({ path }) => path.join(".")).join("; "));
  const { FromEmailAddress: from, Destination, Content } = parsed.data;
  const { Subject, Body, Headers = [] } = Content.Simple;
  const headers = Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value]));
  const mail = { from, to: Destination.ToAddresses, subject: Subject.Data, text: Body.Text.Data, html: Body.Html?.Data ?? null, headers };
  return { MessageId: outbox.add(mail) };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError(400, "BadRequestException", "The request body is not JSON.");
  }
}
