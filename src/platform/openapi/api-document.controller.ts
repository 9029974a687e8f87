import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenRoute } from '../auth/scopes.decorator.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { InjectSettings } from '../config/settings.token.js';
import { DomainError } from '../errors/domain-error.js';
import { ApiDocument } from './api-document.js';
import { ChapterOf, Describe } from './describe.decorator.js';

/** Swagger UI's own files, as its package has them. */
const UI_FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** Starts the page; the key that somebody enters is kept nowhere, and is gone with the page. */
const START = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** What the page is made of: nothing comes from anywhere else. */
const FILES: Record<string, { type: string; read: () => Promise<string> }> = {
  'swagger-ui.css': { type: 'text/css; charset=utf-8', read: () => ofPackage('swagger-ui.css') },
  'swagger-ui-bundle.js': { type: JAVASCRIPT, read: () => ofPackage('swagger-ui-bundle.js') },
  'start.js': { type: JAVASCRIPT, read: () => Promise.resolve(START) },
};

/** Swagger UI sets styles of its elements and draws its icons from data; all else is ours alone. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

@Controller()
@ChapterOf('Document', 'What the API can do, for programs (`/openapi.json`) and for people (`/docs`).')
@OpenRoute('tells what the API can do, and nothing of what it holds')
export class ApiDocumentController {
  /** Where the outside sees the service's root; a proxy may have put it below a path. */
  private readonly base: string;

  constructor(
    @InjectSettings() { publicUrl }: ResolvedSettings,
    private readonly document: ApiDocument,
  ) {
    this.base = publicUrl === undefined ? '/' : new URL(publicUrl).pathname.replace(/\/*$/, '/');
  }

  @Get('openapi.json')
  @Describe({
    summary: 'Read this document',
    others: { 200: { description: 'The document, OpenAPI 3.1.', body: { type: 'object' } } },
  })
  read(): OpenAPIObject {
    return { ...this.document.read(), servers: [{ url: this.base }] };
  }

  @Get('docs')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  @Header('x-content-type-options', 'nosniff')
  @Header('referrer-policy', 'no-referrer')
  page(): string {
    return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <base href="${this.base}">
    <title>Arrears: admin API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="page"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;
  }

  @Get('docs/:file')
  @ApiExcludeEndpoint()
  async file(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (file === undefined) throw new DomainError('not_found', 'There is no such file');
    reply
      .header('content-type', file.type)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'public, max-age=3600');
    return file.read();
  }
}

function ofPackage(name: string): Promise<string> {
  return readFile(join(UI_FOLDER, name), 'utf8');
}
