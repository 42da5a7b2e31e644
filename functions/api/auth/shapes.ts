import * as z from "zod";
import { Instant } from "#domain/dates";
import { CompanyId, PersonId } from "#domain/ids";
import { ClosingDay, Siren, Slug } from "#domain/people/company";
import { PASSWORD_LENGTH_MAX } from "#domain/people/password";
import { Role } from "#domain/people/role";
import { humanText } from "#domain/text";

const email = z.email().max(254);
const password = z.string().min(1).max(PASSWORD_LENGTH_MAX);
const grant = z.literal("token").exactOptional();

export const Registration = z.strictObject({
  company: z.strictObject({
    name: humanText(120).min(1),
    slug: Slug.exactOptional(),
    siren: Siren.exactOptional(),
    closesOn: ClosingDay.default("12-31"),
  }),
  name: humanText(120).min(1),
  email,
  password,
  grant,
});

/** Either the company's short name (its owner logs in), or an e-mail, with the company when there are several. */
export const Login = z.union([
  z.strictObject({ companyId: z.union([CompanyId, Slug]), password, grant }),
  z.strictObject({ email, password, companyId: z.union([CompanyId, Slug]).exactOptional(), grant }),
]);

export const Me = z
  .object({
    person: z.object({ id: PersonId, name: z.string(), email: z.string() }),
    company: z.object({ id: CompanyId, slug: z.string(), name: z.string(), siren: z.string().nullable() }),
    role: Role,
    permissions: z.array(z.string()),
  })
  .meta({ id: "Me" });

/** The token appears only when `"grant": "token"` asked for it; otherwise the session lives in the httpOnly cookie alone. */
export const Welcome = z
  .object({ ...Me.shape, expiresAt: Instant, accessToken: z.string().exactOptional(), tokenType: z.literal("Bearer").exactOptional() })
  .meta({ id: "Welcome" });
