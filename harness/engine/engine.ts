import type Dockerode from 'dockerode';
import type { EngineKind } from '../model.ts';

/** A Docker engine whose kernel has IPVS. Nothing above this interface knows which one it is. */
export interface Engine extends AsyncDisposable {
  readonly kind: EngineKind;
  /** Why this engine was chosen, one line. */
  readonly reason: string;
  readonly docker: Dockerode;
  /** Whether it goes on when the run has ended. */
  readonly outlivesRun: boolean;
  /** What DOCKER_HOST must be for other clients to reach it. */
  readonly dockerHost: string;
  /**
   * Runs `build` while the engine's builds can reach packages. The proxy's address is undefined where they have a
   * network of their own; elsewhere the way out is open only as long as `build` runs.
   */
  withPackages<T>(build: (proxyUrl: string | undefined) => Promise<T>): Promise<T>;
  /** Lines of the kernel's console since the engine was opened that mean its kernel is not to be trusted. */
  kernelTrouble(): Promise<string[]>;
  /** Files worth keeping with a run: name in the run's logs folder, path here. */
  readonly logFiles: { name: string; path: string }[];
}

/** Reports what goes on, one line at a time. */
export type Log = (line: string) => void;
