import { ShowsTextList } from '../openapi/shown.js';

/** What `meta` says of a record that was to become what its caller says. */
export class WriteNotes {
  @ShowsTextList('What was not done as asked, and why; usually nothing.', [
    'status: disputed is kept, not changed to active; PATCH it with a reason, since a hold is lifted by a person only',
  ])
  warnings!: string[];
}
