/** The text, with user and password taken out of every address in it (RFC 3986, section 3.2.1): it goes into reports. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"]*@/gi, '$1');
}
