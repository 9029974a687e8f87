import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, test } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KnownRoutes } from '../http/known-routes.js';
import { DomainError, REFUSALS, type Refusal } from './domain-error.js';
import { type ErrorShape, ProblemFilter } from './problem.filter.js';

const SHAPE: ErrorShape = { prefix: '/own', render: (status) => ({ status, body: `own ${String(status)}` }) };

interface Answered {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What the filter makes of an error, on a path. */
function answerTo(
  error: unknown,
  url = '/api/v1/locations/SECRET',
  of: { is404?: boolean; method?: string } = {},
): Answered {
  const answered: Answered = { status: 0, headers: {}, body: '' };
  const reply = {
    code: (status: number) => {
      answered.status = status;
      return reply;
    },
    header: (name: string, value: string) => {
      answered.headers[name] = value;
      return reply;
    },
    send: (body: string) => {
      answered.body = body;
      return reply;
    },
  };
  const request = {
    id: 'request-1',
    url,
    routeOptions: { url: '/api/v1/locations/:ref', bodyLimit: 1_048_576 },
    ...of,
  };
  const routes = new KnownRoutes();
  routes.note('GET', '/api/v1/locations/:ref');
  routes.note('PUT', '/api/v1/locations/:ref');
  new ProblemFilter([SHAPE], routes).answer(
    error,
    request as FastifyRequest,
    reply as unknown as FastifyReply,
  );
  return answered;
}

/** As Fastify makes its errors. */
function frameworkError(
  statusCode: number,
  code: string,
  message = "'/api/SECRET' is not a valid url component",
): Error {
  return Object.assign(new Error(message), { statusCode, code });
}

describe.each(Object.keys(REFUSALS) as Refusal[])('our own refusal "%s"', (refusal) => {
  const { status, title } = REFUSALS[refusal];

  test('is a problem of RFC 9457', () => {
    const { headers, body, status: answered } = answerTo(new DomainError(refusal, 'What to mend'));

    expect(answered).toBe(status);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title,
      status,
      detail: 'What to mend',
      request_id: 'request-1',
    });
  });

  test('keeps its own shape on a path that has one', () => {
    expect(answerTo(new DomainError(refusal, 'x'), '/own/SECRET')).toMatchObject({
      status,
      body: `own ${String(status)}`,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
  });
});

describe('beyond the status', () => {
  test('the fields at fault are named', () => {
    const { body } = answerTo(DomainError.invalidField('amount', 'must not be 0'));

    expect(JSON.parse(body)).toMatchObject({
      status: 422,
      detail: 'amount must not be 0',
      errors: [{ field: 'amount', message: 'must not be 0' }],
    });
  });

  test('whoever is turned away for now is told when to come again', () => {
    expect(answerTo(new DomainError('unavailable', 'x', [], 7)).headers['retry-after']).toBe('7');
    expect(answerTo(new DomainError('unavailable', 'x')).headers).not.toHaveProperty('retry-after');
  });

  test('whoever has no key is told the scheme', () => {
    expect(answerTo(new DomainError('unauthenticated', 'x')).headers['www-authenticate']).toBe('Bearer');
    expect(answerTo(new DomainError('forbidden', 'x')).headers).not.toHaveProperty('www-authenticate');
  });
});

describe('a path that is no route', () => {
  const noRoute = new NotFoundException('Cannot DELETE /api/SECRET');

  test('with this method says which it takes', () => {
    const { status, headers, body } = answerTo(noRoute, '/api/v1/locations/SECRET?x=1', {
      is404: true,
      method: 'DELETE',
    });

    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, PUT');
    expect(JSON.parse(body)).toMatchObject({ status: 405, detail: 'This route takes GET, PUT' });
  });

  test.each([
    ['with any method', noRoute, '/api/v1/SECRET', 'DELETE', 404],
    ['for another reason than its method', noRoute, '/api/v1/locations/SECRET', 'GET', 404],
    [
      'for it cannot be read',
      frameworkError(400, 'FST_ERR_BAD_URL'),
      '/api/v1/locations/SECRET%',
      'DELETE',
      400,
    ],
  ])('%s allows nothing', (_what, error, url, method, status) => {
    const answered = answerTo(error, url, { is404: true, method });

    expect(answered.status).toBe(status);
    expect(answered.headers).not.toHaveProperty('allow');
  });

  test('for the record does not exist keeps its own words', () => {
    expect(answerTo(new DomainError('not_found', 'There is no location')).status).toBe(404);
  });
});

describe('what others throw', () => {
  test.each<[string, unknown, number]>([
    ['Nest: no such route', new NotFoundException('Cannot GET /api/SECRET'), 404],
    ['Nest: bad request', new BadRequestException('SECRET'), 400],
    ['Nest: a status that we have no name for', new HttpException('SECRET', 418), 400],
    ['Nest: its own failure', new HttpException('SECRET', 502), 500],
    ['Fastify: a path that cannot be decoded', frameworkError(400, 'FST_ERR_BAD_URL'), 400],
    ['Fastify: a path that is too long', frameworkError(414, 'FST_ERR_MAX_PARAM_LENGTH'), 400],
    ['Fastify: too large', frameworkError(413, 'FST_ERR_CTP_BODY_TOO_LARGE'), 413],
    ['Fastify: no such content type', frameworkError(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'), 415],
    ['Fastify: no JSON', frameworkError(400, 'FST_ERR_CTP_INVALID_JSON_BODY'), 400],
    ['Fastify: its own failure', frameworkError(500, 'FST_ERR_X'), 500],
    [
      'the JSON parser',
      Object.assign(new SyntaxError('Unexpected token S in "SECRET"'), { statusCode: 400 }),
      400,
    ],
    ['the database: away', Object.assign(new Error('SECRET'), { code: 'ECONNREFUSED' }), 503],
    [
      'the database: a broken rule that nobody translated',
      Object.assign(new Error('SECRET'), { code: '23505' }),
      500,
    ],
    ['a mistake of ours', new TypeError('SECRET is not a function'), 500],
    ['a status that is none', Object.assign(new Error('SECRET'), { statusCode: 'SECRET' }), 500],
    ['a text', 'SECRET', 500],
    ['nothing', undefined, 500],
    ['null', null, 500],
    ['an object', { SECRET: 'SECRET' }, 500],
    ['an error without a stack', Object.assign(new Error('SECRET'), { stack: undefined }), 500],
  ])('%s', (_what, error, status) => {
    for (const url of ['/api/v1/locations/SECRET', '/own/SECRET']) {
      const answered = answerTo(error, url);
      expect(answered.status).toBe(status);
      expect(JSON.stringify(answered)).not.toContain('SECRET');
    }
    expect(JSON.parse(answerTo(error).body)).toMatchObject({ status, detail: expect.stringMatching(/^\S/) });
  });

  test('a database that is away is worth trying again', () => {
    expect(answerTo(Object.assign(new Error('x'), { code: '57P01' })).headers['retry-after']).toBe('1');
  });
});
