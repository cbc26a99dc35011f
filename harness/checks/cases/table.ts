import type { CheckCase } from './case.ts';
import { cases as directors } from './directors.ts';
import { cases as evidence } from './evidence.ts';
import { cases as instrument } from './instrument.ts';
import { cases as servers } from './servers.ts';
import { cases as traffic } from './traffic.ts';

/** Every row there is: a recording for every verdict of every check. */
export const checkCases: readonly CheckCase[] = [...directors, ...servers, ...traffic, ...instrument, ...evidence];
