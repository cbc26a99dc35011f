import { expect, test } from 'vitest';
import { allowances } from './allowances.ts';
import { judgeAudit, refusalIn } from './judge-audit.ts';

const advisory = (id: string, name: string, severity: string) => ({
  source: 1,
  name,
  dependency: name,
  title: `${name} can be hurt`,
  url: `https://advisories.example/advisories/${id}`,
  severity,
  cwe: [],
  range: '<2.0.0',
});
const output = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    // Vulnerable only by what it depends on.
    outer: { name: 'outer', severity: 'high', isDirect: true, via: ['inner'], effects: [], range: '*', nodes: [] },
    inner: { name: 'inner', severity: 'critical', via: [advisory('GHSA-1', 'inner', 'critical')] },
    twice: { name: 'twice', severity: 'high', via: [advisory('GHSA-2', 'twice', 'high'), 'inner'] },
    minor: { name: 'minor', severity: 'moderate', via: [advisory('GHSA-3', 'minor', 'moderate')] },
  },
  metadata: {},
});
const because = { reason: 'It is never given input of others.', since: '2026-11-20' };

test('every advisory of level high or critical fails, once, and lesser ones do not', () => {
  const result = judgeAudit(output, []);
  expect(result?.failing.map(({ advisory, package: name, level }) => [advisory, name, level])).toEqual([
    ['GHSA-1', 'inner', 'critical'],
    ['GHSA-2', 'twice', 'high'],
  ]);
});

test('what is allowed is told with its reason, and an allowance that nothing needs is named', () => {
  const result = judgeAudit(output, [
    { advisory: 'GHSA-2', ...because },
    { advisory: 'GHSA-9', ...because },
  ]);
  expect(result?.failing.map(({ advisory }) => advisory)).toEqual(['GHSA-1']);
  expect(result?.allowed).toMatchObject([{ vulnerability: { advisory: 'GHSA-2' }, ...because }]);
  expect(result?.needless).toEqual(['GHSA-9']);
});

test('nothing against us is not the same as no answer', () => {
  expect(judgeAudit('{"auditReportVersion":2,"vulnerabilities":{}}', [])).toEqual({
    failing: [],
    allowed: [],
    needless: [],
  });
  const refused = '{"message":"405 Method Not Allowed - POST http://registry.example/-/npm/v1/bulk","statusCode":405}';
  expect(judgeAudit(refused, [])).toBeNull();
  expect(refusalIn(refused)).toBe('405 Method Not Allowed');
  expect(judgeAudit('', [])).toBeNull();
  expect(refusalIn('')).toBe('no answer');
});

test('each allowance has an advisory, a reason and a day', () => {
  for (const { advisory, reason, since } of allowances) {
    expect(advisory).toMatch(/^GHSA(-[0-9a-z]{4}){3}$/);
    expect(reason).toMatch(/\w+ \w+.*\.$/);
    expect(new Date(since).toISOString().slice(0, 10)).toBe(since);
  }
});
