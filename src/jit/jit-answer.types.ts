import { LocationType } from '../platform/database/generated/client.js';
import {
  OrAbsent,
  ShowsCents,
  ShowsDay,
  ShowsFlag,
  ShowsList,
  ShowsOne,
  ShowsOneOf,
  ShowsSchema,
  ShowsText,
  ShowsTextList,
  ShowsTexts,
} from '../platform/openapi/shown.js';

/** What a JIT answer holds, by Tratta's create and update pages; absent values are left out. */
class JitLocation {
  @ShowsText("The location's external id.", 'NORTHWIND')
  external_id!: string;

  @ShowsText('Its name.', 'Northwind Bank')
  name!: string;

  @ShowsOneOf(Object.values(LocationType), 'What it stands for.', 'original_creditor')
  type!: string;
}

class JitMainLocation extends JitLocation {
  @OrAbsent()
  @ShowsTexts('Its metadata.')
  metadata?: object;
}

class JitAddress {
  @OrAbsent()
  @ShowsText('Whom to address there.')
  name?: string;

  @OrAbsent()
  @ShowsText('The street and number.', '1 Main St')
  line1?: string;

  @OrAbsent()
  @ShowsText('What else finds the door.')
  line2?: string;

  @OrAbsent()
  @ShowsText('The town.', 'Austin')
  city?: string;

  @OrAbsent()
  @ShowsText('The postal code.', '78701')
  postal_code?: string;

  @OrAbsent()
  @ShowsText('The state.', 'TX')
  state?: string;

  @OrAbsent()
  @ShowsText('The country.', 'US')
  country?: string;

  @ShowsFlag('Always true: only the primary address is told.', true)
  is_primary!: boolean;
}

class JitCustomer {
  @ShowsText("The customer's external id.", 'C-1001')
  external_id!: string;

  @ShowsText('The whole name.', 'Jane Roe')
  name!: string;

  @OrAbsent()
  @ShowsText('The e-mail address.', 'jane.roe@example.com')
  email?: string;

  @OrAbsent()
  @ShowsText('The phone number, where it can be read as a US one.', '(512) 555-0100')
  phone?: string;

  @OrAbsent()
  @ShowsOne(() => JitAddress, 'The primary address.')
  address?: JitAddress;

  @OrAbsent()
  @ShowsTexts('Its metadata.')
  metadata?: object;

  @OrAbsent()
  @ShowsDay('Only where `JIT_INCLUDE` names it.', '1984-02-29')
  date_of_birth?: string;

  @OrAbsent()
  @ShowsSchema(
    { type: 'string', pattern: '^\\d{4}$' },
    'Text, not a number: it can begin with zeros. Only where `JIT_INCLUDE` names it.',
    '0098',
  )
  ssn_last4?: string;
}

class JitPaymentPlan {
  @ShowsText('How often.', 'monthly')
  frequency!: string;

  @OrAbsent()
  @ShowsText('The day.', '15th')
  recurring_day?: string;

  @OrAbsent()
  @ShowsCents('Per payment.', 75_559)
  amount?: number;
}

class JitChildAccount {
  @ShowsText("The account's external id.", 'D-1001')
  external_id!: string;

  @OrAbsent()
  @ShowsText("The parent's external id.", 'D-1000')
  parent_external_id?: string;

  @OrAbsent()
  @ShowsText("The creditor's own number.", '4417-20')
  external_account_number?: string;

  @ShowsCents('The amount placed.', 125_000)
  balance!: number;

  @ShowsCents(
    'The told balance: 0 where the status says so, else what is owed less pending payments, never below 0.',
    120_000,
  )
  current_balance!: number;

  @OrAbsent()
  @ShowsCents('Only while it is not above the told balance.', 60_000)
  settlement_amount?: number;

  @OrAbsent()
  @ShowsTextList('As it was given.')
  billing_type?: string[];

  @OrAbsent()
  @ShowsOne(() => JitPaymentPlan, 'As it was given.')
  payment_plan?: JitPaymentPlan;

  @OrAbsent()
  @ShowsTexts('Its metadata.')
  metadata?: object;
}

class JitDebtAccount extends JitChildAccount {
  @OrAbsent()
  @ShowsList(() => JitLocation, 'Further locations.')
  locations?: JitLocation[];
}

class JitAccount {
  @ShowsOne(() => JitMainLocation, 'The main location.')
  location!: JitMainLocation;

  @ShowsOne(() => JitCustomer, 'The debtor.')
  customer!: JitCustomer;

  @ShowsOne(() => JitDebtAccount, 'The account; of a parent, with the sums over its children.')
  debt_account!: JitDebtAccount;

  @OrAbsent()
  @ShowsList(() => JitChildAccount, 'Only where it has children.')
  child_debt_accounts?: JitChildAccount[];
}

/** The answer for an account that was found. */
export class JitAnswerView {
  @ShowsOne(
    () => JitAccount,
    'The account, with its location, its customer and its children, in one snapshot.',
  )
  data!: JitAccount;
}

/** Every other answer, in the shape that Tratta relays. */
export class JitErrorView {
  @ShowsText('What is wrong. Never repeats the path.', 'There is no such debt account')
  error!: string;

  @ShowsOneOf(
    ['BAD_REQUEST', 'NOT_FOUND', 'TOO_MANY_REQUESTS', 'UNAVAILABLE', 'INTERNAL_ERROR'],
    'The kind of error.',
    'NOT_FOUND',
  )
  errorCode!: string;
}
