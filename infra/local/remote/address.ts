/** Where the product keeps its things when they are not on this machine. */
export type RemoteAddress = {
  /** What every SDK client is made with. Empty on a real account: then the SDK finds region and credentials by itself. */
  readonly sdk: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  };
  readonly table: string;
  readonly bucket: string;
  /** Put before the short name of a queue. */
  readonly queuePrefix: string;
  /** Whether it can only be reached from this machine. */
  readonly isLoopback: boolean;
};

/** The word that stands for AWS itself instead of an address. */
export const REAL_AWS = "aws";

/** An emulator takes any key; some insist on one. */
const ANY_KEY = { accessKeyId: "local", secretAccessKey: "local" };

/** The address in `NUMMA_AWS_ENDPOINT`: an URL, or `aws`. */
export function remoteAddress(endpoint: string, settings: Readonly<Record<string, string>>): RemoteAddress {
  const { AWS_REGION = "eu-west-3", AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = settings;
  const given = AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY && { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const credentials = given ? { ...given, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) } : ANY_KEY;
  return {
    sdk: { region: AWS_REGION, ...(endpoint !== REAL_AWS && { endpoint, credentials }) },
    table: settings["NUMMA_TABLE"] ?? "numma",
    bucket: settings["NUMMA_BUCKET"] ?? "numma-documents",
    queuePrefix: "numma-",
    isLoopback: /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(endpoint),
  };
}
