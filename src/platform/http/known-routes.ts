import type { FastifyInstance } from 'fastify';

interface KnownRoute {
  pattern: RegExp;
  methods: string[];
}

/** The routes of the admin API by their paths, for whoever asks for one with a method that it has not. */
export class KnownRoutes {
  private readonly routes = new Map<string, KnownRoute>();

  /** Before the routes are made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ url, method }) => {
      if (url.startsWith('/api/')) for (const one of [method].flat()) this.note(one, url);
    });
  }

  note(method: string, url: string): void {
    const known = this.routes.get(url) ?? { pattern: patternOf(url), methods: [] };
    if (!known.methods.includes(method)) known.methods.push(method);
    this.routes.set(url, known);
  }

  /** @param path without a query, as it was sent */
  methodsOf(path: string): string[] {
    const routes = [...this.routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(routes.flatMap(({ methods }) => methods))].sort();
  }
}

/** `/api/v1/locations/:ref` as the router reads it; a slash at the end changes nothing. */
function patternOf(url: string): RegExp {
  const fixed = url.replace(/\/$/, '').replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${fixed.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}/?$`);
}
