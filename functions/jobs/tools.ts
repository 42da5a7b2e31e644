import type { Services } from "#runtime/services";
import type { Booking } from "#store/booking";

/** What a job is given besides its input. `progress` notes how far it is, and stops it in time to be taken up again. */
export type JobTools = Booking & { readonly progress: (done: number) => Promise<void> };

/** What a job on an uploaded file is given. */
export type FileTools = JobTools & Pick<Services, "uploadLinks">;

/** What the archive of a company's data is made with. */
export type ArchiveTools = FileTools & Pick<Services, "directory" | "archives">;
