import * as z from "zod";
import { Instant } from "#domain/dates";
import { CompanyId, PersonId, SessionId } from "#domain/ids";
import { NewCompany, Slug } from "#domain/people/company";
import { PASSWORD_LENGTH_MAX } from "#domain/people/password";
import { Role } from "#domain/people/role";
import { humanText } from "#domain/text";

const email = z.email().max(254);
/** Exactly as typed; half a surrogate pair is no character. */
const password = z
  .string()
  .min(1)
  .max(PASSWORD_LENGTH_MAX)
  .regex(/^\P{Cs}*$/u);
/** `token`: the tokens come in the body, for programs. Otherwise they live in httpOnly cookies alone. */
const grant = z.literal("token").exactOptional();
const totpCode = z.string().regex(/^\d{6}$/);
const opaque = z.string().min(1).max(200);

export const Registration = z
  .strictObject({
    company: NewCompany,
    name: humanText(120).min(1),
    email,
    password,
    grant,
  })
  .meta({
    examples: [
      {
        company: { name: "Atelier Horizon", siren: "123456782", closesOn: "12-31" },
        name: "Camille Martin",
        email: "camille.martin@atelier-horizon.fr",
        password: "un-cheval-correct-agrafe",
        grant: "token",
      },
    ],
  });

const loginRest = {
  password,
  totpCode: totpCode.exactOptional(),
  recoveryCode: opaque.exactOptional(),
  /** Stay logged in for 30 days. */
  remember: z.boolean().exactOptional(),
  deviceToken: opaque.exactOptional(),
  grant,
};

/** Either the company's short name (its owner logs in), or an e-mail, with the company when there are several. */
export const Login = z
  .union([
    z.strictObject({ companyId: z.union([CompanyId, Slug]), ...loginRest }),
    z.strictObject({ email, companyId: z.union([CompanyId, Slug]).exactOptional(), ...loginRest }),
  ])
  .meta({
    examples: [
      { email: "camille.martin@atelier-horizon.fr", password: "un-cheval-correct-agrafe", grant: "token" },
      { companyId: "atelier-horizon", password: "un-cheval-correct-agrafe" },
    ],
  });

/** Programs show their token here; browsers have it in a cookie and send nothing. */
export const Refresh = z.strictObject({ refreshToken: opaque.exactOptional() }).default({});

export const NewPassword = z.strictObject({ currentPassword: password, newPassword: password, grant });
export const Forgotten = z.strictObject({ email });
export const PasswordReset = z.strictObject({ token: opaque, password });

export const TotpStart = z.strictObject({ password });
export const TotpCode = z.strictObject({ code: totpCode });
export const TotpEnd = z.union([z.strictObject({ code: totpCode }), z.strictObject({ password })]);
export const TotpSecret = z.object({ secret: z.string(), otpauthUri: z.string() });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

const Me = z
  .object({
    person: z.object({ id: PersonId, name: z.string(), email: z.string() }),
    company: z.object({ id: CompanyId, slug: z.string(), name: z.string(), siren: z.string().nullable() }),
    role: Role,
    permissions: z.array(z.string()),
  })
  .meta({ id: "Me" });

/** The companies of the person too, this one among them: those `POST /auth/switch` enters. */
export const MeAndCompanies = Me.extend({
  companies: z.array(z.object({ id: CompanyId, slug: z.string(), name: z.string(), role: Role })),
}).meta({ id: "MeAndCompanies" });

/** Ends of the access token, of the refresh token unless it is used before, and of the session; the tokens only when asked for. */
const tokens = {
  expiresAt: Instant,
  refreshExpiresAt: Instant,
  sessionExpiresAt: Instant,
  accessToken: z.string().exactOptional(),
  refreshToken: z.string().exactOptional(),
  deviceToken: z.string().exactOptional(),
  tokenType: z.literal("Bearer").exactOptional(),
};
export const Refreshed = z.object(tokens).meta({ id: "Refreshed" });
export const Welcome = z.object({ ...Me.shape, ...tokens }).meta({ id: "Welcome" });

export const OwnSession = z
  .object({
    id: SessionId,
    companyId: CompanyId,
    createdAt: Instant,
    lastUsedAt: Instant,
    expiresAt: Instant,
    agent: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "OwnSession" });
