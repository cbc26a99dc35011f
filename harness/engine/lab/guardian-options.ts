/** What a lab's guardian process is told, as one JSON argument. */
export interface GuardianOptions {
  kernel: string;
  /** UML's ubd0: `disk` or `cow,disk`. */
  ubd0: string;
  memoryBytes: number;
  /** Folder on a tmpfs for the guest's memory. */
  memoryFolder: string;
  /** Where the Docker socket, the console log and UML's own files go. */
  folder: string;
  dockerSocket: string;
  packageSocket: string;
}

/** The link between the lab's namespace and the guest; nobody else can see it (RFC 2544 addresses). */
export const link = { gateway: '198.19.255.1', guest: '198.19.255.2', prefix: 30, dockerPort: 2375, packagePort: 3128 };
