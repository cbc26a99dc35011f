/**
 * The page that a health check by digest asks for: the same on every real server, unlike `/`, which names the one that
 * answers. The real server's image holds it, and the fault `serve-wrong-content` spoils it.
 */
export const healthPage = { path: '/health.html', body: 'lvs-drill: healthy\n' };
