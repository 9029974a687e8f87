import type { DebtPlan, DebtorPlan } from './demo-shapes.js';
import { drawDebtorPlan } from './demo-shapes.js';
import { showcase } from './demo-showcase.js';
import type { Debtor } from './demo.types.js';
import { addDebt } from './demo-accounts.js';
import { makeCustomer } from './demo-customers.js';
import type { DemoWorld } from './demo-world.js';

/**
 * Debtors with exactly `accounts` debt accounts between them, parents and children included: the showcase
 * first, then drawn ones. A greater number begins with the same debtors, but for the last few.
 */
export function* makeDebtors(world: DemoWorld, accounts: number): Generator<Debtor, void, undefined> {
  let left = accounts;
  let debts = 0;
  for (let number = 1; left > 0; number++) {
    const plan = fitInto(left, showcase[number - 1] ?? drawDebtorPlan(world.random));
    const debtor = makeDebtor(world, plan, number, debts);
    left -= debtor.debtAccounts.length;
    debts += plan.debts.length;
    yield debtor;
  }
}

function makeDebtor(world: DemoWorld, plan: DebtorPlan, number: number, debtsBefore: number): Debtor {
  const debtor: Debtor = {
    ...makeCustomer(world, plan.customer, number),
    debtAccounts: [],
    debtAccountLocations: [],
    entries: [],
    pendingPayments: [],
  };
  plan.debts.forEach((debt, index) => {
    const { names } = world;
    const numbered = names.debtAccount(debtsBefore + index + 1);
    addDebt(
      world,
      debtor,
      debt,
      debt.externalId === undefined ? numbered : names.externalId(debt.externalId),
    );
  });
  return debtor;
}

/** Leaves away what would be too many: a family that does not fit becomes its first child alone. */
function fitInto(left: number, plan: DebtorPlan): DebtorPlan {
  const debts = plan.debts.map((debt) => (1 + debt.children.length <= left ? debt : firstChildOf(debt)));
  return { ...plan, debts: debts.slice(0, left) };
}

function firstChildOf(debt: DebtPlan): DebtPlan {
  return { ...debt, ...debt.children[0], children: [] };
}
