import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import type { CompanyId } from "#domain/ids";
import { TENANT_TAG } from "./needs.ts";

/** Credentials as SDK clients take them. A client keeps them, asks once for all its calls, and again five minutes before they end. */
type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/** A role taken by a role lasts an hour at most. */
const SECONDS = 3_600;

/** Takes the tenant role in the name of one company: what it returns opens that company's partitions and no other. Throws when STS does not give it. */
export const tenantCredentials =
  (client: STSClient, roleArn: string) =>
  async (companyId: CompanyId): Promise<Credentials> => {
    const command = new AssumeRoleCommand({
      ...{ RoleArn: roleArn, RoleSessionName: companyId, DurationSeconds: SECONDS },
      Tags: [{ Key: TENANT_TAG, Value: companyId }],
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = (await client.send(command)).Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new Error("the tenant role gave no credentials");
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
  };
