import type { Stack } from "aws-cdk-lib";
import { DomainName, EndpointType, type IDomainName, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { CfnRecordSet } from "aws-cdk-lib/aws-route53";
import type { Deployment } from "./deployment.ts";

/**
 * The API's own name, when the deployment has one: its certificate is in the region of the API. With a hosted zone its address record is made
 * too; without one a person points the name at the output `DomainTarget`.
 */
export function customDomain(stack: Stack, { domainName, certificateArn, hostedZoneId }: Deployment): DomainName | null {
  if (domainName === "") return null;
  const domain = new DomainName(stack, "Domain", {
    domainName,
    certificate: Certificate.fromCertificateArn(stack, "Certificate", certificateArn),
    ...{ endpointType: EndpointType.REGIONAL, securityPolicy: SecurityPolicy.TLS_1_2 },
  });
  if (hostedZoneId !== "") addressRecord(stack, domain, hostedZoneId);
  return domain;
}

const addressRecord = (stack: Stack, { name, regionalDomainName, regionalHostedZoneId }: IDomainName, hostedZoneId: string): CfnRecordSet =>
  new CfnRecordSet(stack, "Address", {
    ...{ name, type: "A", hostedZoneId },
    aliasTarget: { dnsName: regionalDomainName, hostedZoneId: regionalHostedZoneId },
  });
