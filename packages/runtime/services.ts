import type { Bank } from "#connectors/banks/port";
import type { Mail } from "#connectors/mail/port";
import type { Provider } from "#domain/banking/provider";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import type { Bucket } from "./bucket.ts";
import type { MessageOn, QueueName } from "./messages.ts";
import type { SecretName, SecretOf } from "./secret-shapes.ts";
import type { Wanted } from "./secrets.ts";

/** Sends messages to one queue; resolves once the queue has them. */
export type Sender<Message> = { send(messages: readonly Message[], options?: { readonly delaySeconds?: number }): Promise<void> };

type Queues = { readonly [Name in QueueName as `${Name}Queue`]: Sender<MessageOn<Name>> };
type Secrets = { readonly [Name in SecretName as `${Name}Secrets`]: (wanted?: Wanted<Name>) => Promise<SecretOf<Name>> };

/** Every service a handler can be given. It receives those its resource needs and no others. */
export type Services = Queues &
  Secrets & {
    /** The table, bound to the actor's (or the message's) company. */
    readonly table: Db;
    /** For workers that learn the company from a system partition first. */
    readonly tables: (companyId: CompanyId) => Db;
    /** System partitions; with companies, also theirs (a sign-up writes both at once, a new password ends sessions in all of them). */
    readonly directory: (companyId?: CompanyId, ...others: readonly CompanyId[]) => Db;
    readonly banks: (provider: Provider) => Promise<Bank>;
    readonly mail: Mail;
    readonly documents: Bucket;
    /** Links to documents and nothing else. */
    readonly documentLinks: Pick<Bucket, "linkTo">;
    /** Writes archives of people's data, and removes them; reads nothing. */
    readonly archives: Pick<Bucket, "stream" | "remove">;
    /** Removes a document that should not be there any more. */
    readonly documentRemoval: Pick<Bucket, "remove">;
    /** Links to put files in, whether they came, and what they hold. */
    readonly uploadLinks: Pick<Bucket, "linkToPut" | "size" | "put" | "read">;
    /** Takes what was uploaded into the kept files of transactions, and links to those; removes nothing. */
    readonly attachments: Pick<Bucket, "size" | "read" | "put" | "linkTo">;
    /** Bytes nobody can guess, for tokens. Ids come from `newId`. */
    readonly randomness: (bytes: number) => Uint8Array;
    readonly assets: (name: string) => Promise<Uint8Array>;
    readonly deployment: {
      readonly build: string;
      readonly region: string;
      readonly stage: string;
      readonly resetPage: string;
      readonly invitationPage: string;
    };
  };
