import { healthPage } from '../keepalived/health-page.ts';
import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmAnswer, healthPageFile } from './httpd.ts';
import { actOnTarget } from './sight.ts';

/** A bad deployment: status 200, and the wrong page. Only a checker that compares the body sees it. */
export const fault: Fault = {
  facts: {
    name: 'serve-wrong-content',
    summary: "the health checkers' page of a real server has another body; the status stays 200",
    colour: '#734b9b',
    aim: 'real-server',
    failure: 'wrong-content',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: (context, atMs) =>
    actOnTarget(context, { do: 'write-file', path: healthPageFile, content: 'lvs-drill: spoiled\n' }, atMs),
  confirm: (context) => confirmAnswer(context, ({ status, body }) => status === 200 && body !== healthPage.body),
  heal: healRealServer,
};
