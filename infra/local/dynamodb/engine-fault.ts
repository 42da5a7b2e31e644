/** What DynamoDB answers instead of a result: an HTTP status and a JSON body with its `__type`. */
export class EngineFault extends Error {
  override readonly name: string;
  readonly statusCode: number;
  readonly body: FaultBody;
  constructor(statusCode: number, body: FaultBody) {
    super(body.message);
    this.name = body.__type.split("#").at(-1) ?? body.__type;
    this.statusCode = statusCode;
    this.body = body;
  }
}

type FaultBody = { readonly __type: string; readonly message: string; readonly [detail: string]: unknown };

/** No reply reached the caller: the effect may have happened. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** What a socket says, so that the SDK tries again. */
  readonly code = "ECONNRESET";
}

/** The process was made to die in the middle of its work; nothing it asks for is done any more. */
export class Killed extends Error {
  override readonly name = "Killed";
}

const NAMESPACE = "com.amazonaws.dynamodb.v20120810";

/** A fault of DynamoDB itself, as `ConditionalCheckFailedException`. */
export const fault = (name: string, message: string, details: Readonly<Record<string, unknown>> = {}): EngineFault =>
  new EngineFault(400, { __type: `${NAMESPACE}#${name}`, message, ...details });

/** The request itself is wrong. */
export const validationFault = (message: string): EngineFault =>
  new EngineFault(400, { __type: "com.amazon.coral.validate#ValidationException", message });

/** The request was not understood at all: a malformed body, an unknown operation, no signature. */
export const protocolFault = (name: string, message: string): EngineFault =>
  new EngineFault(400, { __type: `com.amazon.coral.service#${name}`, message });

export type CancellationReason = { readonly Code: string; readonly Message?: string; readonly Item?: unknown };

/** A transaction that did nothing; `reasons` stand in the order of its actions. */
export const cancelled = (reasons: readonly CancellationReason[]): EngineFault =>
  fault(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(", ")}]`,
    { CancellationReasons: reasons },
  );
