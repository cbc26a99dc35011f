/** What a lab's guardian process is told, as one JSON argument. */
export interface GuardianOptions {
  kernel: string;
  disk: string;
  /** A folder of the lab's own, for what the guest writes; null: it writes to the disk itself. */
  layerFolder: string | null;
  memoryBytes: number;
  /** Where the console log goes. */
  folder: string;
  dockerSocket: string;
  packageSocket: string;
}

/** The link between the lab's namespace and the guest; nobody else can see it (RFC 2544 addresses). */
export const link = { gateway: '198.19.255.1', guest: '198.19.255.2', prefix: 30, dockerPort: 2375, packagePort: 3128 };
