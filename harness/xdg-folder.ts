import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Our folder below a base directory of the XDG specification, which `named` gives and `usual` stands for below the home
 * directory otherwise. A relative name is to be ignored (XDG Base Directory Specification 0.8, "Basics").
 */
export function xdgFolder(named: string | undefined, usual: string): string {
  return join(named?.startsWith('/') ? named : join(homedir(), usual), 'lvs-drill');
}
