import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { answer500File, confirmAnswer } from './httpd.ts';
import { actOnTarget } from './sight.ts';

/** An application that fails behind a web server that does not. */
export const fault: Fault = {
  facts: {
    name: 'answer-500',
    summary: 'a real server answers every request with status 500',
    colour: '#2525f4',
    aim: 'real-server',
    failure: 'error-status',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: (context, atMs) =>
    actOnTarget(context, { do: 'write-file', path: answer500File, content: 'put here by lvs-drill\n' }, atMs),
  confirm: (context) => confirmAnswer(context, ({ status }) => status === 500),
  heal: healRealServer,
};
