/** What the caller did wrong, in the words of AWS. Becomes XML from S3 and JSON from the other services. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly statusCode: number;
  readonly code: string;
  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/**
 * Says whether a principal may do an action ("sqs:SendMessage") on a resource (queue, secret or table name, bucket or bucket/key); on a table,
 * in the partitions of these leading keys.
 */
export type May = (principal: string, action: string, resource: string, leadingKeys?: readonly string[]) => boolean;

/** One thing a call needs the right to do. */
export type Grant = { readonly action: string; readonly resource: string; readonly leadingKeys?: readonly string[] };
