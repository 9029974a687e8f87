import type { XmlElement } from '../../src/billing/gotransverse/gotransverse.xml.js';
import { adjustmentReasonOf } from './adjustment-reasons.js';
import { childNamed, eidIn, required } from './elements.js';
import type { Adjustment } from './records.js';
import { invalid } from './refusal.js';
import type { Command, Desk } from './resource.js';

/** The balance moves on posting. Only a pending one is deleted; only a posted one is reversed. */
export function adjustmentCommands(desk: Desk): Record<string, Command<Adjustment>> {
  const { books } = desk;
  const command = (root: string, work: (row: Adjustment, body: XmlElement) => void): Command<Adjustment> => ({
    root,
    answers: 'nothing',
    run: (row, body) => {
      if (eidIn(body, 'adjustment') !== row.eid)
        throw invalid('adjustment of the path and of the body differ');
      work(row, body);
    },
  });
  const demand = (row: Adjustment, status: Adjustment['status']): void => {
    if (row.status !== status) throw invalid(`the adjustment is ${row.status}, not ${status}`);
  };
  return {
    post: command('postAdjustment', (row) => {
      demand(row, 'PENDING');
      if (books.accounts.get(row.accountEid)?.status === 'CLOSED') throw invalid('the account is CLOSED');
      books.adjustments.put({
        ...row,
        status: 'POSTED',
        postedOn: desk.now().toISOString(),
        ...(row.credit && { creditNumber: `CR${books.nextNumber('creditNumber')}` }),
      });
    }),
    remove: command('removeAdjustment', (row) => {
      demand(row, 'PENDING');
      books.adjustments.delete(row.eid);
    }),
    // `fullAmount` is about parts that are applied to invoices: without invoices all of it is reversed.
    reverse: command('reverseAdjustment', (row) => {
      demand(row, 'POSTED');
      if (!row.credit) throw invalid('a debit is reversed by reverseDebit');
      books.adjustments.put({ ...row, status: 'REVERSED' });
    }),
    reverseDebit: command('reverseDebitAdjustment', (row, body) => {
      demand(row, 'POSTED');
      if (row.credit) throw invalid('a credit is reversed by reverse');
      if (row.invoiced) throw invalid('the debit has been invoiced');
      required(body, 'description');
      // What undoes a debit is a credit, so its reason may be one for credits only.
      adjustmentReasonOf(desk, childNamed(body, 'reason'), 'PRIMARY', true);
      books.adjustments.put({ ...row, status: 'REVERSED' });
    }),
  };
}
