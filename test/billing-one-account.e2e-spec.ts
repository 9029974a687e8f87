import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  startGotransverseSandbox,
  type GotransverseSandbox,
} from '../sandbox/gotransverse/gotransverse-sandbox.js';
import { startService, type Service } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

let database: TestDatabase;
let sandbox: GotransverseSandbox;
let service: Service;

beforeAll(async () => {
  sandbox = await startGotransverseSandbox();
  database = await createTestDatabase();
  service = await startService({ database, env: {
    GOTRANSVERSE_BASE_URL: sandbox.baseUrl,
    GOTRANSVERSE_USERNAME: sandbox.username,
    GOTRANSVERSE_PASSWORD: sandbox.password,
    GOTRANSVERSE_BILL_CYCLE: 'Monthly',
    GOTRANSVERSE_ACCOUNT_CATEGORY: 'Debt',
    GOTRANSVERSE_PLACEMENT_REASON: 'Placement',
    GOTRANSVERSE_DEBIT_REASON: 'Balance increase',
    GOTRANSVERSE_CREDIT_REASON: 'Balance decrease',
    GOTRANSVERSE_SUSPENSION_REASON: 'Hold',
    GOTRANSVERSE_DEACTIVATION_REASON: 'Closed',
  } });
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
  await database.drop();
});

test('walk', async () => {
  const api = service.api();
  await api.post('/locations', { external_id: 'L', name: 'Northwind Bank' });
  await api.post('/customers', { external_id: 'C', name: 'Jane Q. Roe', email: 'jane@example.com', phone: '512-555-0100', date_of_birth: '1980-02-03', addresses: [{ line1: '1 A St', city: 'Austin', state: 'TX', postal_code: '78701', country: 'US', is_primary: true }] });
  const r = await api.post('/debt-accounts', { external_id: 'D', customer_id: 'C', location_id: 'L', balance: 125000, current_balance: 100000 });
  console.log(r.status, JSON.stringify(r.body));
  console.log(JSON.stringify((await api.get('/debt-accounts/D/billing-preview')).body, null, 1));
  console.log(JSON.stringify((await api.post('/billing/accounts/D/resend', {})).body, null, 1));
  console.log(JSON.stringify((await api.get('/billing/accounts/D/lookup')).body, null, 1));
  console.log(JSON.stringify((await api.post('/billing/accounts/D/resend', {})).body, null, 1));
  console.log(JSON.stringify((await api.get('/billing/reference-data')).body).slice(0, 500));
  console.log(JSON.stringify(sandbox.requests().map((q) => [q.method, q.path, q.status])));
});
