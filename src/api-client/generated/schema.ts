// Generated from docs/openapi.json by "npm run openapi". Do not edit.
export interface paths {
    "/api/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is wrong now
         * @description The gravest first. An empty list means that all is well.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["alarms_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Newest first; never their secrets.
         *
         *     Needs a key with the scope `admin`.
         */
        get: operations["apiKeys_list"];
        put?: never;
        /**
         * Make an API key
         * @description The key itself is in this answer and never again; we keep only a digest of it.
         *
         *     Needs a key with the scope `admin`.
         */
        post: operations["apiKeys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an API key
         * @description Needs a key with the scope `admin`.
         */
        get: operations["apiKeys_read"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Ends it at once, in every process. Again, it changes nothing.
         *
         *     Needs a key with the scope `admin`.
         */
        delete: operations["apiKeys_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description Who did what to which record, newest first. All filters that are given must hold.
         *
         *     Needs a key with the scope `admin`.
         */
        get: operations["auditEvents_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts by how they stand with Gotransverse
         * @description Those that were made last come first. `state=quarantined` and `state=conflict` are the worklists: each says in `reason` what to mend; a mended account is sent again by itself.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingWorklist_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have many accounts tried again
         * @description At the next run, which the schedule or POST /api/v1/billing/runs brings. For what was mended at Gotransverse itself, or by a setting: what is mended in the books is sent again without this.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingWorklist_requeue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How an account stands with Gotransverse
         * @description As it was last known here; Gotransverse is not asked.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingAccounts_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/{ref}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each call to Gotransverse about an account
         * @description Newest first. Bodies are stored encrypted, and shown to callers with the scope `pii`, which is audited.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingWorklist_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/{ref}/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look an account up at Gotransverse
         * @description Asks Gotransverse now for all accounts of our number, of every status, and for their adjustments. Changes nothing. More than one account of a number is trouble: see the account's `conflict`.
         *
         *     Needs a key with the scope `billing`.
         */
        get: operations["billingAccounts_lookUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/{ref}/post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post an account's entries to Gotransverse now
         * @description As `resend`, but brings only the balance: each entry that is not there yet becomes an adjustment, which is made and posted. Names, addresses and status stay as they are there. An account that is not there is made.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingAccounts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/accounts/{ref}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an account to Gotransverse now
         * @description One attempt, whatever state the account is in: it is looked up there, made or brought up to date, its entries are posted as adjustments, its status is set, and it is read back. What is so already is not sent again, so sending twice does no harm. `state` says how it ended; after `unknown`, `retrying` or `pending`, send again, which goes on from there.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingAccounts_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/lane": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether calls go to Gotransverse
         * @description The same for all processes. JIT and the books are never held up by it.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingLane_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause the lane to Gotransverse
         * @description Accounts under way are ended; nothing further is begun, by runs or by people, until somebody resumes it. What changes meanwhile is not lost: it stays behind.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingLane_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List comparisons with Gotransverse
         * @description Newest first. They are kept for 90 days.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["reconciliations_list"];
        put?: never;
        /**
         * Compare the books with all that Gotransverse has
         * @description Begins a comparison, which goes on by itself: all pages of the accounts of our category, each account of ours with its adjustments, and last what of ours no page held. It changes nothing, here or there. What is merely still to be sent is no difference. Where the process dies it is gone on with by another.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["reconciliations_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations/differences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one difference
         * @description As it was found; Gotransverse is not asked.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["reconciliations_readDifference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations/differences/{id}/repair": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Repair a difference
         * @description Looks first whether it is still so; what has changed meanwhile is not repaired, and is `gone`. Then makes the calls that mend it, each once, and looks again. `resend` and `adopt` send the account; `retire_duplicate` takes back what is ours on the second account and deactivates it; `remove_adjustment`, `reverse_adjustment` and `counter_credit` take an adjustment back; `accept` changes nothing there and has it expected from now on. Repairing again does no harm: `open` and `failed` are tried anew, all else is left as it is.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["reconciliations_repair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a comparison
         * @description How far it is, and what it has found so far.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["reconciliations_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a comparison
         * @description It ends where it stands; what it has found stays, and can be repaired.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["reconciliations_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reconciliations/{id}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a comparison found
         * @description The newest first. All filters that are given must hold.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["reconciliations_listDifferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/reference-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gotransverse's reference data
         * @description Bill cycles, categories, reasons and custom fields with their EIDs, and which setting means which. They are made in the pages of Gotransverse only. Kept for ten minutes, half a minute while a setting leads nowhere.
         *
         *     Needs a key with the scope `billing`.
         */
        get: operations["referenceData_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the lane to Gotransverse go on
         * @description Also after Gotransverse itself was the reason (a wrong password, a right that is missing, a name that it does not know): mend that first. A run that waited goes on.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingLane_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs
         * @description Newest first.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingRuns_list"];
        put?: never;
        /**
         * Bring accounts to Gotransverse
         * @description Asks for a run; a process that works takes it up within a second. One at a time: the schedule asks for `incremental` ones by itself. A run that changes more than BILLING_MAX_CHANGE_PERCENT of the accounts that are there (from 100 of them up) waits as `needs_confirmation`. A dry run sends nothing, and says for each account what would be sent.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingRuns_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a run goes
         * @description With counts by outcome, its rate, and how long it will take.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingRuns_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/runs/{id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of each account in a run
         * @description Those that it took up, by their ids. What it left alone is counted in `left_out`, and listed by GET /api/v1/billing/accounts with the state. Kept for 90 days.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingRuns_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description One that waits ends at once, one that works when the accounts under way are done; what it did stays done. Accounts that it did not come to stay behind, and are taken up by the next run.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingRuns_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/runs/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a run change as much as it would
         * @description For one that is `needs_confirmation`; it goes on.
         *
         *     Needs a key with the scope `billing`.
         */
        post: operations["billingRuns_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or replace many records
         * @description Up to 10,000 records of all three kinds, each as `PUT` takes it and told its own outcome: a bad one stops no other. Locations are written first, then customers, then accounts, children after their parents. Records that are so already cost almost nothing. They commit in batches, so after a lost connection send the same again: what is done is then unchanged. Up to 32 MiB.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["bulk_upsert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List customers
         * @description Newest first. All filters that are given must hold. By name, phone, e-mail and other personal data: `POST /api/v1/searches/customers`, since URLs are kept by proxies and browsers.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["customers_list"];
        put?: never;
        /**
         * Create a customer
         * @description `date_of_birth` and `ssn_last4` are kept encrypted, and answers only say whether they are known.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["customers_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a customer
         * @description Needs a key with the scope `read`.
         */
        get: operations["customers_read"];
        /**
         * Create or replace a customer
         * @description Makes the customer what the body says: what is left out is cleared, but `date_of_birth` and `ssn_last4` stay as they are, since many feeds do not have them.
         *
         *     Needs a key with the scope `write`.
         */
        put: operations["customers_replace"];
        post?: never;
        /**
         * Remove a customer
         * @description Needs a key with the scope `write`.
         */
        delete: operations["customers_remove"];
        options?: never;
        head?: never;
        /**
         * Change a customer
         * @description Changes what is given; `null` takes a value away. Addresses are replaced as a whole; of `metadata` only the keys that are given change.
         *
         *     Needs a key with the scope `write`.
         */
        patch: operations["customers_change"];
        trace?: never;
    };
    "/api/v1/debt-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List debt accounts
         * @description Newest first. All filters that are given must hold.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["debtAccounts_list"];
        put?: never;
        /**
         * Create a debt account
         * @description Places the debt: a `placement` entry of `balance` is written, and an `adjustment` where a differing `current_balance` is given. With `parent_external_id` it becomes a child of that account, whose customer and location it must share. Amounts are in cents.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["debtAccounts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-accounts/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a debt account
         * @description Needs a key with the scope `read`.
         */
        get: operations["debtAccounts_read"];
        /**
         * Create or replace a debt account
         * @description What feeds use. Makes the account what the body says: descriptive fields that are left out are cleared; amounts, `status` and `parent_external_id` that are left out stay as they are. A differing `balance` or `current_balance` is brought about by ledger entries. A hold is not lifted and a final status not left: the status stays, and `meta.warnings` says so.
         *
         *     Needs a key with the scope `write`.
         */
        put: operations["debtAccounts_replace"];
        post?: never;
        /**
         * Close a debt account
         * @description Gives it the status `closed`; an account is never deleted. Closing an account with another final status needs a `reason`.
         *
         *     Needs a key with the scope `write`.
         */
        delete: operations["debtAccounts_close"];
        options?: never;
        head?: never;
        /**
         * Change a debt account
         * @description Changes what is given; `null` takes a value away (of `parent_external_id`: the account leaves its family). Lifting a hold and leaving a final status need a `reason`. Lists and objects are replaced as a whole; of `metadata` only the keys that are given change.
         *
         *     Needs a key with the scope `write`.
         */
        patch: operations["debtAccounts_change"];
        trace?: never;
    };
    "/api/v1/debt-accounts/{ref}/billing-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What would be sent to Gotransverse now
         * @description The XML of each call that would be made now, how it differs from what was last sent, and what Gotransverse cannot take. Nothing is sent; Gotransverse is asked for its reference data only, where that is not known already. Dates of birth are shown to keys with the scope `pii`, and that is audited.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["billingPreview_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-accounts/{ref}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's ledger entries
         * @description The last one first.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["debtAccounts_entries"];
        put?: never;
        /**
         * Post a ledger entry
         * @description Changes the balance: a `payment` is below 0; `fee`, `interest` and `cost` are above; an `adjustment` is anything but 0. A `reversal` takes back the entry that it names in `reverses`, once. Give a `reference` of your own, and the same request sent again is the same entry, never a second one.
         *
         *     Needs a key with the scope `write`.
         */
        post: operations["debtAccounts_postEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-accounts/{ref}/jit-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What Tratta would be told now
         * @description Exactly the `data` of a JIT answer, and why the told balance is what it is. Not recorded as a JIT call. Personal fields of `JIT_INCLUDE` are shown to keys with the scope `pii`, and that is audited.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["jitPreview_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-accounts/{ref}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account's timeline
         * @description Everything that happened to it, newest first: ledger entries, changes, what Tratta asked and was told, payments that Tratta took. `type` tells which members an item has.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["timeline_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask the doctor
         * @description Looks at everything that the service needs, the vendors included, which may take seconds. No secrets and no personal data are told.
         *
         *     Needs a key with the scope `admin`.
         */
        get: operations["doctor_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jit-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List JIT calls
         * @description Each call of Tratta and what it was told, newest first. All filters that are given must hold.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["jitRequests_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List locations
         * @description Newest first. All filters that are given must hold.
         *
         *     Needs a key with the scope `read`.
         */
        get: operations["locations_list"];
        put?: never;
        /**
         * Create a location
         * @description Needs a key with the scope `write`.
         */
        post: operations["locations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a location
         * @description Needs a key with the scope `read`.
         */
        get: operations["locations_read"];
        /**
         * Create or replace a location
         * @description Makes the location what the body says, all of it: what is left out goes back to its default.
         *
         *     Needs a key with the scope `write`.
         */
        put: operations["locations_replace"];
        post?: never;
        /**
         * Remove a location
         * @description Needs a key with the scope `write`.
         */
        delete: operations["locations_remove"];
        options?: never;
        head?: never;
        /**
         * Change a location
         * @description Changes what is given. Of `metadata` only the keys that are given; `null` takes a key away.
         *
         *     Needs a key with the scope `write`.
         */
        patch: operations["locations_change"];
        trace?: never;
    };
    "/api/v1/searches/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search customers
         * @description Newest first. At least one criterion; all that are given must hold. The next page: the same body with `cursor`.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["customerSearch_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/searches/debt-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search debt accounts
         * @description The list of accounts, by what is personal about their customers too. Newest first; all criteria that are given must hold. The next page: the same body with `cursor`.
         *
         *     Needs a key with the scope `read`.
         */
        post: operations["debtAccountSearch_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of the whole service
         * @description Needs a key with the scope `read`.
         */
        get: operations["stats_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the process runs
         * @description Needs no API key.
         */
        get: operations["health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether requests should be sent here
         * @description Needs no API key.
         */
        get: operations["health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jit/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what an account owes now
         * @description Answers before `JIT_DEADLINE_MS`, in one snapshot; absent values are left out, never `null`. A wrong token, an address that is not allowed and an unknown account are all answered alike.
         *
         *     Needs no API key.
         */
        get: operations["jit_answer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics
         * @description Needs no API key.
         */
        get: operations["metrics_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document
         * @description Needs no API key.
         */
        get: operations["apiDocument_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountFigures: {
            /**
             * @description All accounts.
             * @example 2000
             */
            accounts: number;
            /**
             * @description Accounts with children.
             * @example 40
             */
            parents: number;
            /**
             * @description Accounts with a parent.
             * @example 96
             */
            children: number;
            /**
             * @description Accounts without children: those that have a ledger.
             * @example 1960
             */
            leaves: number;
            /** @description By status. */
            statuses: components["schemas"]["StatusFigures"][];
        };
        AccountThereView: {
            /**
             * @description Its EID.
             * @example 52926
             */
            eid: string;
            /**
             * @description The number that Gotransverse gave it.
             * @example 10000123
             */
            account_num: string | null;
            /**
             * @description What it was looked up by.
             * @example D-1001
             */
            external_account_num: string;
            /**
             * @description ACTIVE, SUSPENDED, PENDING, COLLECTION, DEACTIVATED, FINAL_BILL or CLOSED.
             * @example ACTIVE
             */
            status: string | null;
            /**
             * @description Its balance. In cents.
             * @example 125000
             */
            balance: number | null;
            /**
             * @description What its party is.
             * @example person
             * @enum {string|null}
             */
            party_kind: "person" | "organization" | null;
            /**
             * @description Its party's EID.
             * @example 40017
             */
            party_eid: string | null;
            /**
             * @description Whether it is the one that is known as ours.
             * @example true
             */
            ours: boolean;
            /** @description All its adjustments, ours or not. */
            adjustments: components["schemas"]["AdjustmentThereView"][];
        };
        AddressBody: {
            /**
             * @description Whom to address there, where it is not the customer.
             * @example Jane Roe
             */
            name?: string | null;
            /**
             * @description The street and number.
             * @example 1 Main St
             */
            line1?: string | null;
            /**
             * @description What else finds the door.
             * @example Apt. 2
             */
            line2?: string | null;
            /**
             * @description The town.
             * @example Austin
             */
            city?: string | null;
            /**
             * @description As it is written there.
             * @example 78701
             */
            postal_code?: string | null;
            /**
             * @description As it is written there; in the US usually two letters.
             * @example TX
             */
            state?: string | null;
            /**
             * @description As it is written there.
             * @example US
             */
            country?: string | null;
            /**
             * @description Whether it is the primary one, which JIT tells. One address at most says so; where none does, the first is.
             * @example true
             */
            is_primary?: boolean | null;
        };
        AddressView: {
            /**
             * @description Whom to address there, where it is not the customer.
             * @example Jane Roe
             */
            name?: string;
            /**
             * @description The street and number.
             * @example 1 Main St
             */
            line1?: string;
            /**
             * @description What else finds the door.
             * @example Apt. 2
             */
            line2?: string;
            /**
             * @description The town.
             * @example Austin
             */
            city?: string;
            /**
             * @description As it was given.
             * @example 78701
             */
            postal_code?: string;
            /**
             * @description As it was given.
             * @example TX
             */
            state?: string;
            /**
             * @description As it was given.
             * @example US
             */
            country?: string;
            /**
             * @description Whether it is the one that JIT tells.
             * @example true
             */
            is_primary: boolean;
        };
        AdjustmentThereView: {
            /**
             * @description Its EID.
             * @example 13660
             */
            eid: string;
            /**
             * @description PENDING does not count in the balance yet, POSTED does, REVERSED does no more.
             * @example POSTED
             */
            status: string | null;
            /**
             * @description Above 0 a debit, below 0 a credit. In cents.
             * @example 125000
             */
            amount: number;
            /**
             * @description The first of our account's entries that it covers; null where it is not ours.
             * @example 1
             */
            first_sequence: number | null;
            /**
             * @description The last of them.
             * @example 1
             */
            last_sequence: number | null;
        };
        AlarmView: {
            /**
             * @description The same as long as it is the same trouble.
             * @example jit.failing
             */
            id: string;
            /**
             * @description Critical: callers or the books suffer now. Warning: they will, unless somebody acts.
             * @example critical
             * @enum {string}
             */
            severity: "critical" | "warning";
            /**
             * Format: date-time
             * @description Since when, as far as it is known.
             * @example 2026-01-31T17:45:00.000Z
             */
            since: string;
            /** @description What is wrong. */
            summary: string;
            /** @description What to do about it. */
            what_to_do: string;
        };
        ApiKeyBody: {
            /**
             * @description Who or what uses it; the audit trail tells it.
             * @example posting job
             */
            name: string;
            /**
             * @description What it may do; only scopes that your own key has.
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write" | "pii" | "billing" | "tratta" | "admin")[];
            /**
             * Format: date-time
             * @description From then on it is refused. Absent: never.
             * @example 2036-12-31T00:00:00Z
             */
            expires_at?: string | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        ApiKeyView: {
            /**
             * Format: uuid
             * @description Our own id of the key.
             */
            id: string;
            /**
             * @description Who or what uses it.
             * @example posting job
             */
            name: string;
            /**
             * @description The part of the key that is no secret, after `arrears_`.
             * @example 92858bd21aa91fac
             */
            public_id: string;
            /**
             * @description What it may do.
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write" | "pii" | "billing" | "tratta" | "admin")[];
            /**
             * @description Whether it works.
             * @example valid
             * @enum {string}
             */
            state: "valid" | "expired" | "revoked";
            /**
             * Format: date-time
             * @description When it was made.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Up to a minute old.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it was ended.
             */
            revoked_at: string | null;
        };
        AuditEventItem: {
            /**
             * Format: date-time
             * @description When it happened to the books.
             * @example 2026-01-31T17:45:00.000Z
             */
            at: string;
            /** @description Names it among those of its type. */
            id: string;
            /**
             * @description One plain sentence, for staff on the phone.
             * @example Payment of $250.00; $1,000.00 owed after it
             */
            summary: string;
            /**
             * @description Something that somebody did.
             * @enum {string}
             */
            type: "audit_event";
            /**
             * @description What was done.
             * @example debt_account.changed
             */
            action: string;
            /**
             * @description What kind of caller did it.
             * @example api_key
             */
            actor_kind: string;
            /** @description The API key's id. */
            actor_id: string | null;
            /**
             * @description The API key's name, or who was at the command line.
             * @example Robin at the desk
             */
            actor_name: string;
            /**
             * @description To what kind of record.
             * @example debt_account
             */
            record_kind: string;
            /**
             * Format: uuid
             * @description Our id of the record.
             */
            record_id: string;
            /** @description Why, in the caller's words. */
            reason: string | null;
            /** @description `X-Request-Id` of the answer. */
            request_id: string | null;
            /**
             * @description What changed, by field.
             * @example {
             *       "status": {
             *         "from": "active",
             *         "to": "disputed"
             *       }
             *     }
             */
            changes: unknown;
        };
        AuditEventView: {
            /**
             * Format: uuid
             * @description Our own id of the event.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was done.
             * @example 2026-01-31T17:45:00.000Z
             */
            occurred_at: string;
            /**
             * @description What kind of caller did it.
             * @example api_key
             * @enum {string}
             */
            actor_kind: "api_key" | "bootstrap_key" | "cli" | "system";
            /** @description The API key's id. */
            actor_id: string | null;
            /**
             * @description The API key's name, or who was at the command line.
             * @example posting job
             */
            actor_name: string;
            /**
             * @description What was done.
             * @example debt_account.changed
             * @enum {string}
             */
            action: "api_key.created" | "api_key.revoked" | "billing_account.sent" | "billing_accounts.requeued" | "billing_lane.paused" | "billing_lane.resumed" | "billing_run.asked" | "billing_run.cancelled" | "billing_run.confirmed" | "billing_difference.repaired" | "billing_reconciliation.cancelled" | "billing_reconciliation.started" | "customer.changed" | "customer.created" | "customer.removed" | "customer.revealed" | "debt_account.changed" | "debt_account.created" | "demo.loaded" | "ledger_entry.posted" | "location.changed" | "location.created" | "location.removed";
            /**
             * @description To what kind of record.
             * @example debt_account
             * @enum {string}
             */
            record_kind: "api_key" | "billing_lane" | "billing_run" | "billing_difference" | "billing_reconciliation" | "customer" | "debt_account" | "installation" | "ledger_entry" | "location";
            /**
             * Format: uuid
             * @description Our id of the record.
             */
            record_id: string;
            /**
             * Format: uuid
             * @description The account that the event belongs to.
             */
            debt_account_id: string | null;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string | null;
            /**
             * @description Why, in the caller's words.
             * @example Told by the debtor
             */
            reason: string | null;
            /** @description `X-Request-Id` of the answer. */
            request_id: string | null;
            /**
             * @description What changed, by field; never the values of encrypted fields.
             * @example {
             *       "fields": [
             *         "status"
             *       ],
             *       "status": {
             *         "from": "active",
             *         "to": "disputed"
             *       }
             *     }
             */
            changes: unknown;
        };
        BillingAccountListView: {
            /**
             * Format: uuid
             * @description Our own id of the account.
             */
            debt_account_id: string;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string;
            /**
             * @description As GET /api/v1/billing/accounts/{ref} tells it.
             * @example quarantined
             * @enum {string}
             */
            state: "pending" | "unknown" | "retrying" | "synced" | "quarantined" | "conflict" | "not_needed" | "sending";
            /** @description Why it is in that state, and what to do. */
            reason: string | null;
            /**
             * @description Attempts since it was last settled.
             * @example 0
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             * @example 2026-01-31T17:45:00.000Z
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it was last settled.
             * @example 2026-01-31T17:45:00.000Z
             */
            settled_at: string | null;
            /**
             * @description The account's EID there.
             * @example 52926
             */
            eid: string | null;
            /**
             * @description Under which it is looked up there.
             * @example D-1001
             */
            external_account_num: string | null;
        };
        BillingAccountView: {
            /**
             * Format: uuid
             * @description Our own id of the account.
             */
            debt_account_id: string;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string;
            /**
             * @description `pending`: there is something to send. `sending`: somebody is at it now. `unknown`: a call may have happened; it is looked for before anything is sent again. `retrying`: not sent, tried again later. `synced`. `quarantined`: refused, or cannot be represented there; `reason` says what to mend. `conflict`: what is there contradicts the books, and a person must decide. `not_needed`: final before it was ever sent.
             * @example synced
             * @enum {string}
             */
            state: "pending" | "unknown" | "retrying" | "synced" | "quarantined" | "conflict" | "not_needed" | "sending";
            /** @description Why it is in that state, and what to do. */
            reason: string | null;
            /**
             * @description Attempts since it was last settled.
             * @example 0
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When the next attempt is due.
             * @example 2026-01-31T17:45:00.000Z
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it was last settled.
             * @example 2026-01-31T17:45:00.000Z
             */
            settled_at: string | null;
            /**
             * @description The account's EID there.
             * @example 52926
             */
            eid: string | null;
            /**
             * @description Its number there, which Gotransverse gives.
             * @example 10000123
             */
            account_num: string | null;
            /**
             * @description Under which it is looked up there: GOTRANSVERSE_ACCOUNT_PREFIX and our external id.
             * @example D-1001
             */
            external_account_num: string | null;
            /**
             * @description The EID of its person or organization there.
             * @example 40017
             */
            party_eid: string | null;
            /**
             * @description Whether it was there before, and was taken over instead of made.
             * @example false
             */
            adopted: boolean;
            /**
             * @description Its status there, as last read.
             * @example ACTIVE
             */
            status_there: string | null;
            /**
             * @description Its balance there, as last read. Payments and fees made there move it as well. In cents.
             * @example 125000
             */
            balance_there: number | null;
            /**
             * Format: date-time
             * @description When it was last read there.
             * @example 2026-01-31T17:45:00.000Z
             */
            read_at: string | null;
            /**
             * @description What adjustments of ours have brought there. In cents.
             * @example 125000
             */
            balance_posted: number;
            /**
             * @description What a write-off did to the balance there when the account was closed (GOTRANSVERSE_CLOSE_WRITE_OFF): below 0 a credit. No entry of the books has it, and it is not in `balance_posted`. Null where there was none. In cents.
             * @example -125000
             */
            written_off: number | null;
            /**
             * @description What the books say. In cents.
             * @example 125000
             */
            current_balance: number;
            /**
             * @description The last entry that is posted there; 0 for none.
             * @example 1
             */
            posted_sequence: number;
            /**
             * @description The last entry of the books.
             * @example 1
             */
            last_sequence: number;
            /** @description Its last 100 adjustments, the newest first. */
            adjustments: components["schemas"]["BillingAdjustmentView"][];
        };
        BillingAdjustmentView: {
            /**
             * @description The first of the entries that it covers.
             * @example 1
             */
            first_sequence: number;
            /**
             * @description The last of them.
             * @example 1
             */
            last_sequence: number;
            /**
             * @description What it does to the balance: above 0 a debit, below 0 a credit. In cents.
             * @example 125000
             */
            amount: number;
            /**
             * @description What it is there: a payment for one that Tratta took, where GOTRANSVERSE_TRATTA_PAYMENTS said so.
             * @example adjustment
             * @enum {string}
             */
            form: "adjustment" | "payment";
            /**
             * @description Its EID there; null where it is not made yet, or none is needed.
             * @example 13660
             */
            eid: string | null;
            /**
             * Format: date-time
             * @description Since when it is known to be posted there.
             * @example 2026-01-31T17:45:00.000Z
             */
            posted_at: string | null;
        };
        BillingAttemptView: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The attempt that it was part of: the same for all of its calls.
             */
            attempt_id: string;
            /**
             * Format: date-time
             * @description When it began.
             * @example 2026-01-31T17:45:00.000Z
             */
            called_at: string;
            /**
             * @description What was asked for.
             * @example createAdjustment
             */
            operation: string;
            /**
             * @description The HTTP method.
             * @example POST
             */
            method: string;
            /**
             * @description The path, with `{eid}` where an EID stands.
             * @example /adjustments
             */
            path_pattern: string;
            /**
             * @description The HTTP status of the answer; null where there was none.
             * @example 201
             */
            status: number | null;
            /**
             * @description How long it took, in milliseconds.
             * @example 87.5
             */
            duration_ms: number;
            /**
             * @description `done`; `rejected`, `not_found`, `already_exists`: for good; `unauthorized`; `throttled`; `not_sent`, `unavailable`: nothing happened; `unknown`: it may have happened.
             * @example done
             */
            outcome: string;
            /** @description Why it is not done. */
            reason: string | null;
            /** @description What was sent, for callers with the scope `pii`. */
            request_body: string | null;
            /** @description What was answered to a write, or by a refusal, for callers with the scope `pii`. */
            answer_body: string | null;
        };
        BillingDifferenceView: {
            /**
             * @description Which part of the account.
             * @example address
             * @enum {string}
             */
            part: "account" | "billCycle" | "category" | "party" | "address" | "customField" | "parent" | "status" | "balance";
            /**
             * @description Which field of it.
             * @example postalAddress BILLING line1
             */
            field: string;
            /**
             * @description What was last sent there; null where nothing was, or it is not known.
             * @example Old Street 1
             */
            last_sent: unknown;
            /**
             * @description What it is to be; null: taken away.
             * @example New Street 2
             */
            now: unknown;
            /** @description Where no call makes the change: why, and what to do. */
            remark: string | null;
        };
        BillingLaneView: {
            /**
             * @description `open`. `slowed`: nothing is begun until `slowed_until`, then one account goes first. `paused`: nothing is begun until somebody resumes it. `off`: no Gotransverse is set.
             * @example open
             * @enum {string}
             */
            state: "open" | "slowed" | "paused" | "off";
            /** @description Why it is slowed, paused or off, and what to do. */
            reason: string | null;
            /**
             * @description Who paused it: a person, or Gotransverse, which lets nobody in or lacks a name.
             * @example person
             * @enum {string|null}
             */
            paused_by: "person" | "vendor" | null;
            /**
             * Format: date-time
             * @description Since when it is paused.
             * @example 2026-01-31T17:45:00.000Z
             */
            paused_at: string | null;
            /**
             * Format: date-time
             * @description Until when nothing is begun.
             * @example 2026-01-31T17:45:30.000Z
             */
            slowed_until: string | null;
            /**
             * Format: date-time
             * @description When Gotransverse last did something for us.
             * @example 2026-01-31T17:44:58.000Z
             */
            confirmed_at: string | null;
            /**
             * @description Accounts that are behind, due now or later.
             * @example 16
             */
            accounts_due: number;
        };
        BillingPreviewMeta: {
            /**
             * @description Personal data that is sent and not shown, for want of the scope `pii`; asterisks stand in its place.
             * @example [
             *       "date_of_birth"
             *     ]
             */
            omitted: string[];
        };
        BillingPreviewView: {
            /** @description In the order in which they would be made; none where all is as it was last sent. */
            calls: components["schemas"]["PlannedCallView"][];
            /** @description How what would be sent differs from what was last sent. */
            differences: components["schemas"]["BillingDifferenceView"][];
            /** @description What Gotransverse has no place for, and is left out. */
            left_out: components["schemas"]["RemarkView"][];
            /** @description Why the account cannot be sent at all; then there are no calls. */
            refusals: components["schemas"]["RemarkView"][];
        };
        BillingRunAccountView: {
            /**
             * Format: uuid
             * @description Our own id of the account.
             */
            debt_account_id: string;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string;
            /**
             * @description See `counts` of the run.
             * @example changed
             * @enum {string}
             */
            outcome: "created" | "changed" | "unchanged" | "not_needed" | "quarantined" | "conflict" | "retrying" | "unknown" | "pending";
            /**
             * @description Why; in a dry run, what would be sent: names of fields, never what they hold.
             * @example 2 entries
             */
            reason: string | null;
            /**
             * @description Attempts in this run; 0 where none was needed.
             * @example 1
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-31T17:45:03.000Z
             */
            at: string;
        };
        BillingRunBody: {
            /**
             * @description `incremental` brings what is behind. `full` compares each account with what is there, and sends only what differs; it reads every account there.
             * @example incremental
             * @enum {string}
             */
            mode: "incremental" | "full";
            /**
             * @description True: only says what would be sent; nothing is. Absent: false.
             * @example false
             */
            dry_run?: boolean | null;
            /** @description The external id or our id of an account: the run is about that one alone. */
            account?: string | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        BillingRunCounts: {
            /**
             * @description Made there.
             * @example 0
             */
            created: number;
            /**
             * @description There before, and something was sent.
             * @example 12
             */
            changed: number;
            /**
             * @description Looked at, and the same on both sides.
             * @example 3
             */
            unchanged: number;
            /**
             * @description Final before they were ever there.
             * @example 0
             */
            not_needed: number;
            /**
             * @description Refused, or not to be represented there; each says what to mend.
             * @example 1
             */
            quarantined: number;
            /**
             * @description What is there contradicts the books; a person must decide.
             * @example 0
             */
            conflict: number;
            /**
             * @description Not sent, and tried again later.
             * @example 0
             */
            retrying: number;
            /**
             * @description A call may have happened, and is looked for.
             * @example 0
             */
            unknown: number;
            /**
             * @description Begun, and not at its end: interrupted, or waiting for another account.
             * @example 0
             */
            pending: number;
        };
        BillingRunLeftOut: {
            /**
             * @description Nothing is behind.
             * @example 39984
             */
            unchanged: number;
            /**
             * @description Refused before, and neither changed nor asked for since.
             * @example 4
             */
            quarantined: number;
            /**
             * @description Contradicting the books before, and neither changed nor asked for since.
             * @example 0
             */
            conflict: number;
            /**
             * @description To be tried again later, or changed after the run had come past.
             * @example 2
             */
            not_due: number;
            /**
             * @description Final before they were ever there.
             * @example 10
             */
            not_needed: number;
        };
        BillingRunView: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What it does.
             * @example incremental
             * @enum {string}
             */
            mode: "incremental" | "full";
            /**
             * @description Whether it only says what would be sent.
             * @example false
             */
            dry_run: boolean;
            /**
             * Format: uuid
             * @description Our id of the account that it is about alone; null for all.
             */
            debt_account_id: string | null;
            /**
             * @description `queued`: waits for a process that works, or for the lane; `reason` says which. `running`: a process is at it now. `needs_confirmation`: it changes more than it may unasked. `finished`, `cancelled`, `failed`: ended.
             * @example finished
             * @enum {string}
             */
            state: "queued" | "running" | "needs_confirmation" | "finished" | "cancelled" | "failed";
            /** @description Why it is in that state. */
            reason: string | null;
            /**
             * Format: date-time
             * @description The tick of the schedule that asked for it; null where a person did.
             * @example 2026-01-31T17:45:00.000Z
             */
            due_at: string | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it began.
             * @example 2026-01-31T17:45:01.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             * @example 2026-01-31T17:46:12.000Z
             */
            ended_at: string | null;
            /**
             * @description Accounts that were behind when it began; what changes meanwhile comes on top.
             * @example 16
             */
            accounts_due: number | null;
            /**
             * @description Accounts that it is done with.
             * @example 16
             */
            accounts_done: number;
            /**
             * @description Accounts done per second, since it began.
             * @example 21.5
             */
            rate_per_second: number | null;
            /**
             * @description In how many seconds it will be done at that rate.
             * @example 0
             */
            seconds_left: number | null;
            /** @description What became of the accounts that it took up. */
            counts: components["schemas"]["BillingRunCounts"];
            /** @description Accounts that it left alone, by why; null until it has ended. */
            left_out: components["schemas"]["BillingRunLeftOut"] | null;
            /**
             * @description Where it needs a confirmation: accounts that are there already.
             * @example 40000
             */
            accounts_there: number | null;
            /**
             * @description And those of them that it changes.
             * @example 12000
             */
            would_change: number | null;
            /**
             * Format: date-time
             * @description When it was confirmed.
             * @example 2026-01-31T17:45:30.000Z
             */
            confirmed_at: string | null;
        };
        BulkBody: {
            /**
             * @description Each as `POST /api/v1/locations` takes it.
             * @example [
             *       {
             *         "external_id": "NORTHWIND",
             *         "name": "Northwind Bank"
             *       }
             *     ]
             */
            locations?: unknown[] | null;
            /**
             * @description Each as `POST /api/v1/customers` takes it.
             * @example [
             *       {
             *         "external_id": "C-1001",
             *         "name": "Jane Roe"
             *       }
             *     ]
             */
            customers?: unknown[] | null;
            /**
             * @description Each as `POST /api/v1/debt-accounts` takes it; children may stand before their parents.
             * @example [
             *       {
             *         "external_id": "D-1001",
             *         "customer_id": "C-1001",
             *         "location_id": "NORTHWIND",
             *         "balance": 125000
             *       }
             *     ]
             */
            debt_accounts?: unknown[] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        BulkCounts: {
            /**
             * @description Records that were made.
             * @example 12
             */
            created: number;
            /**
             * @description Records that were changed.
             * @example 180
             */
            updated: number;
            /**
             * @description Records that were so already.
             * @example 9700
             */
            unchanged: number;
            /**
             * @description Records that were not taken.
             * @example 1
             */
            failed: number;
        };
        BulkError: {
            /**
             * @description The status that a request with this record alone would have got.
             * @example 422
             */
            status: number;
            /**
             * @description The kind of refusal.
             * @example The request is not valid
             */
            title: string;
            /**
             * @description What is wrong, and how to mend it.
             * @example customer_id names no customer; create the customer first
             */
            detail: string;
            /** @description The fields at fault. */
            errors?: components["schemas"]["BulkFieldError"][];
        };
        BulkFieldError: {
            /**
             * @description Its path in the record.
             * @example addresses.0.state
             */
            field: string;
            /**
             * @description What to change.
             * @example must be text of 1 to 100 characters, without control characters
             */
            message: string;
        };
        BulkResult: {
            /**
             * @description Its place in its list, from 0.
             * @example 0
             */
            index: number;
            /**
             * @description As the record says it; null where it cannot be read.
             * @example D-1001
             */
            external_id: string | null;
            /**
             * @description What became of it.
             * @example updated
             * @enum {string}
             */
            outcome: "created" | "updated" | "unchanged" | "failed";
            /**
             * Format: uuid
             * @description Our own id of the record.
             */
            id?: string;
            /**
             * @description Its version now.
             * @example 3
             */
            version?: number;
            /** @description What was not done as asked, and why. */
            warnings?: string[];
            /** @description Why it failed. */
            error?: components["schemas"]["BulkError"];
        };
        BulkResults: {
            /** @description In the order of the records. */
            locations: components["schemas"]["BulkResult"][];
            /** @description In the order of the records. */
            customers: components["schemas"]["BulkResult"][];
            /** @description In the order of the records. */
            debt_accounts: components["schemas"]["BulkResult"][];
        };
        CustomerBody: {
            /**
             * @description The debtor's name in your own systems, unique among customers.
             * @example C-1001
             */
            external_id: string;
            /**
             * @description Absent, it is `person`.
             * @example person
             * @enum {string|null}
             */
            kind?: "person" | "organization" | null;
            /**
             * @description The whole name, as letters are addressed.
             * @example Jane Roe
             */
            name: string;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "segment": "A"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Of persons only.
             * @example Jane
             */
            first_name?: string | null;
            /** @description Of persons only. */
            middle_name?: string | null;
            /**
             * @description Of persons only.
             * @example Roe
             */
            last_name?: string | null;
            /**
             * @description Of persons only.
             * @example Jr.
             */
            suffix?: string | null;
            /**
             * Format: email
             * @description Kept as given.
             * @example jane.roe@example.com
             */
            email?: string | null;
            /**
             * @description Kept as given. JIT tells it where it can be read as a US number.
             * @example (512) 555-0100
             */
            phone?: string | null;
            /**
             * Format: date
             * @description Not in the future. Kept encrypted, and never answered.
             * @example 1984-02-29
             */
            date_of_birth?: string | null;
            /**
             * @description The last four digits, as text: a number would lose leading zeros. Kept encrypted, and never answered.
             * @example 0098
             */
            ssn_last4?: string | null;
            /** @description Each with at least one of `line1`, `line2`, `city`, `postal_code`, `state`, `country`. */
            addresses?: components["schemas"]["AddressBody"][] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        CustomerChange: {
            /**
             * @description Whether it is a person.
             * @example person
             * @enum {string}
             */
            kind?: "person" | "organization";
            /**
             * @description The whole name, as letters are addressed.
             * @example Jane Roe
             */
            name?: string;
            /**
             * @description Only the keys that change; null takes a key away.
             * @example {
             *       "segment": "B"
             *     }
             */
            metadata?: {
                [key: string]: string | null;
            };
            /**
             * @description Of persons only.
             * @example Jane
             */
            first_name?: string | null;
            /** @description Of persons only. */
            middle_name?: string | null;
            /**
             * @description Of persons only.
             * @example Roe
             */
            last_name?: string | null;
            /**
             * @description Of persons only.
             * @example Jr.
             */
            suffix?: string | null;
            /**
             * Format: email
             * @description Kept as given.
             * @example jane.roe@example.com
             */
            email?: string | null;
            /**
             * @description Kept as given. JIT tells it where it can be read as a US number.
             * @example (512) 555-0100
             */
            phone?: string | null;
            /**
             * Format: date
             * @description Not in the future. Kept encrypted, and never answered.
             * @example 1984-02-29
             */
            date_of_birth?: string | null;
            /**
             * @description The last four digits, as text: a number would lose leading zeros. Kept encrypted, and never answered.
             * @example 0098
             */
            ssn_last4?: string | null;
            /** @description Each with at least one of `line1`, `line2`, `city`, `postal_code`, `state`, `country`. */
            addresses?: components["schemas"]["AddressBody"][] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        CustomerReplacement: {
            /**
             * @description May be left out; given, it must be that of the path.
             * @example C-1001
             */
            external_id?: string | null;
            /**
             * @description Absent, it is `person`.
             * @example person
             * @enum {string|null}
             */
            kind?: "person" | "organization" | null;
            /**
             * @description The whole name, as letters are addressed.
             * @example Jane Roe
             */
            name: string;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "segment": "A"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Of persons only.
             * @example Jane
             */
            first_name?: string | null;
            /** @description Of persons only. */
            middle_name?: string | null;
            /**
             * @description Of persons only.
             * @example Roe
             */
            last_name?: string | null;
            /**
             * @description Of persons only.
             * @example Jr.
             */
            suffix?: string | null;
            /**
             * Format: email
             * @description Kept as given.
             * @example jane.roe@example.com
             */
            email?: string | null;
            /**
             * @description Kept as given. JIT tells it where it can be read as a US number.
             * @example (512) 555-0100
             */
            phone?: string | null;
            /**
             * Format: date
             * @description Not in the future. Kept encrypted, and never answered.
             * @example 1984-02-29
             */
            date_of_birth?: string | null;
            /**
             * @description The last four digits, as text: a number would lose leading zeros. Kept encrypted, and never answered.
             * @example 0098
             */
            ssn_last4?: string | null;
            /** @description Each with at least one of `line1`, `line2`, `city`, `postal_code`, `state`, `country`. */
            addresses?: components["schemas"]["AddressBody"][] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        CustomerView: {
            /**
             * Format: uuid
             * @description Our own id of the record; it never changes.
             * @example 019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e
             */
            id: string;
            /**
             * @description Counts the changes of the record; the `ETag` holds it.
             * @example 1
             */
            version: number;
            /**
             * Format: date-time
             * @description When the record was made.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             * @example 2026-01-31T17:45:00.000Z
             */
            updated_at: string;
            /**
             * @description The debtor's name in your own systems.
             * @example C-1001
             */
            external_id: string;
            /**
             * @description A person or an organization.
             * @example person
             * @enum {string}
             */
            kind: "person" | "organization";
            /**
             * @description The whole name, as letters are addressed.
             * @example Jane Roe
             */
            name: string;
            /**
             * @description Of persons only.
             * @example Jane
             */
            first_name: string | null;
            /** @description Of persons only. */
            middle_name: string | null;
            /**
             * @description Of persons only.
             * @example Roe
             */
            last_name: string | null;
            /** @description Of persons only. */
            suffix: string | null;
            /**
             * @description As it was given.
             * @example jane.roe@example.com
             */
            email: string | null;
            /**
             * @description As it was given.
             * @example (512) 555-0100
             */
            phone: string | null;
            /**
             * @description Whether the date of birth is known; the date itself is kept encrypted.
             * @example true
             */
            has_date_of_birth: boolean;
            /**
             * @description Whether the last four digits of the SSN are known; they are kept encrypted.
             * @example true
             */
            has_ssn_last4: boolean;
            /** @description In the order in which they were given. */
            addresses: components["schemas"]["AddressView"][];
            /**
             * @description Your own texts about it; `{}` where there are none.
             * @example {
             *       "segment": "A"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
        };
        DebtAccountBody: {
            /**
             * @description The account's name in your own systems, unique among accounts. Tratta asks for it by this name.
             * @example D-1001
             */
            external_id: string;
            /**
             * @description The customer's external id or our id. It must be there already.
             * @example C-1001
             */
            customer_id: string;
            /**
             * @description The main location's external id or our id. It must be there already.
             * @example NORTHWIND
             */
            location_id: string;
            /**
             * @description Absent, it is `active`.
             * @example active
             * @enum {string|null}
             */
            status?: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed" | null;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "desk": "12"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string | null;
            /** @description Further locations, such as the product type. They must be there already. */
            locations?: components["schemas"]["LocationRefBody"][] | null;
            /**
             * @description Makes it a child of that account.
             * @example D-1000
             */
            parent_external_id?: string | null;
            /**
             * @description The amount placed, in cents. Absent, it is 0.
             * @example 125000
             */
            balance?: number | null;
            /**
             * @description The amount owed now, in cents. Absent, it is the amount placed.
             * @example 120000
             */
            current_balance?: number | null;
            /**
             * @description Cents that would settle the debt. Told by JIT only while it is below what is owed.
             * @example 60000
             */
            settlement_amount?: number | null;
            /**
             * @description Passed on to Tratta.
             * @example [
             *       "promise-to-pay"
             *     ]
             */
            billing_type?: string[] | null;
            /** @description Passed on to Tratta. */
            payment_plan?: components["schemas"]["PaymentPlanBody"] | null;
            /**
             * Format: date
             * @description When the creditor placed it.
             * @example 2026-01-15
             */
            placed_on?: string | null;
            /**
             * Format: date
             * @description When the debtor fell behind.
             * @example 2025-06-01
             */
            delinquency_date?: string | null;
            /**
             * Format: date
             * @description When the creditor wrote it off.
             * @example 2025-12-01
             */
            charge_off_date?: string | null;
            /**
             * Format: date-time
             * @description When the debtor last paid, before or after the placement.
             * @example 2026-01-10T15:00:00Z
             */
            last_payment_at?: string | null;
            /**
             * Format: date-time
             * @description When anything last happened to it.
             * @example 2026-01-10T15:00:00Z
             */
            last_activity_at?: string | null;
            /** @description The validation notice's itemization, 12 CFR 1006.34(b)(3). Once it was used towards the debtor it is fixed. */
            itemization?: components["schemas"]["ItemizationBody"] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        DebtAccountChange: {
            /**
             * @description The customer's external id or our id; the children of an account go with it.
             * @example C-1001
             */
            customer_id?: string;
            /**
             * @description The main location's external id or our id; the children of an account go with it.
             * @example NORTHWIND
             */
            location_id?: string;
            /**
             * @description Lifting a hold and leaving a final status need a `reason`.
             * @example active
             * @enum {string}
             */
            status?: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed";
            /**
             * @description Only the keys that change; null takes a key away.
             * @example {
             *       "desk": "14"
             *     }
             */
            metadata?: {
                [key: string]: string | null;
            };
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string | null;
            /** @description Further locations, such as the product type. They must be there already. */
            locations?: components["schemas"]["LocationRefBody"][] | null;
            /**
             * @description Makes it a child of that account.
             * @example D-1000
             */
            parent_external_id?: string | null;
            /**
             * @description The amount placed, in cents. Absent, it is 0.
             * @example 125000
             */
            balance?: number | null;
            /**
             * @description The amount owed now, in cents. Absent, it is the amount placed.
             * @example 120000
             */
            current_balance?: number | null;
            /**
             * @description Cents that would settle the debt. Told by JIT only while it is below what is owed.
             * @example 60000
             */
            settlement_amount?: number | null;
            /**
             * @description Passed on to Tratta.
             * @example [
             *       "promise-to-pay"
             *     ]
             */
            billing_type?: string[] | null;
            /** @description Passed on to Tratta. */
            payment_plan?: components["schemas"]["PaymentPlanBody"] | null;
            /**
             * Format: date
             * @description When the creditor placed it.
             * @example 2026-01-15
             */
            placed_on?: string | null;
            /**
             * Format: date
             * @description When the debtor fell behind.
             * @example 2025-06-01
             */
            delinquency_date?: string | null;
            /**
             * Format: date
             * @description When the creditor wrote it off.
             * @example 2025-12-01
             */
            charge_off_date?: string | null;
            /**
             * Format: date-time
             * @description When the debtor last paid, before or after the placement.
             * @example 2026-01-10T15:00:00Z
             */
            last_payment_at?: string | null;
            /**
             * Format: date-time
             * @description When anything last happened to it.
             * @example 2026-01-10T15:00:00Z
             */
            last_activity_at?: string | null;
            /** @description The validation notice's itemization, 12 CFR 1006.34(b)(3). Once it was used towards the debtor it is fixed. */
            itemization?: components["schemas"]["ItemizationBody"] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        DebtAccountReplacement: {
            /**
             * @description May be left out; given, it must be that of the path.
             * @example D-1001
             */
            external_id?: string | null;
            /**
             * @description The customer's external id or our id. It must be there already.
             * @example C-1001
             */
            customer_id: string;
            /**
             * @description The main location's external id or our id. It must be there already.
             * @example NORTHWIND
             */
            location_id: string;
            /**
             * @description Absent, it is `active`.
             * @example active
             * @enum {string|null}
             */
            status?: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed" | null;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "desk": "12"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string | null;
            /** @description Further locations, such as the product type. They must be there already. */
            locations?: components["schemas"]["LocationRefBody"][] | null;
            /**
             * @description Makes it a child of that account.
             * @example D-1000
             */
            parent_external_id?: string | null;
            /**
             * @description The amount placed, in cents. Absent, it is 0.
             * @example 125000
             */
            balance?: number | null;
            /**
             * @description The amount owed now, in cents. Absent, it is the amount placed.
             * @example 120000
             */
            current_balance?: number | null;
            /**
             * @description Cents that would settle the debt. Told by JIT only while it is below what is owed.
             * @example 60000
             */
            settlement_amount?: number | null;
            /**
             * @description Passed on to Tratta.
             * @example [
             *       "promise-to-pay"
             *     ]
             */
            billing_type?: string[] | null;
            /** @description Passed on to Tratta. */
            payment_plan?: components["schemas"]["PaymentPlanBody"] | null;
            /**
             * Format: date
             * @description When the creditor placed it.
             * @example 2026-01-15
             */
            placed_on?: string | null;
            /**
             * Format: date
             * @description When the debtor fell behind.
             * @example 2025-06-01
             */
            delinquency_date?: string | null;
            /**
             * Format: date
             * @description When the creditor wrote it off.
             * @example 2025-12-01
             */
            charge_off_date?: string | null;
            /**
             * Format: date-time
             * @description When the debtor last paid, before or after the placement.
             * @example 2026-01-10T15:00:00Z
             */
            last_payment_at?: string | null;
            /**
             * Format: date-time
             * @description When anything last happened to it.
             * @example 2026-01-10T15:00:00Z
             */
            last_activity_at?: string | null;
            /** @description The validation notice's itemization, 12 CFR 1006.34(b)(3). Once it was used towards the debtor it is fixed. */
            itemization?: components["schemas"]["ItemizationBody"] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        DebtAccountSearch: {
            /**
             * @description Words of the customer's name, in any order, each at least in part; case and accents don't count.
             * @example roe jane
             */
            customer_name?: string | null;
            /**
             * @description The customer's number, in any way of writing it.
             * @example 512-555-0100
             */
            customer_phone?: string | null;
            /**
             * @description The customer's whole e-mail address; case doesn't count.
             * @example jane.roe@example.com
             */
            customer_email?: string | null;
            /**
             * @description The external id, our id, or the creditor's account number.
             * @example 4417-20
             */
            any_id?: string | null;
            /**
             * @description Exactly this one.
             * @example D-1001
             */
            external_id?: string | null;
            /**
             * Format: uuid
             * @description Our own id.
             */
            id?: string | null;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string | null;
            /**
             * @description The customer's external id or our id.
             * @example C-1001
             */
            customer_id?: string | null;
            /**
             * @description The external id or our id of the main location.
             * @example NORTHWIND
             */
            location_id?: string | null;
            /**
             * @description An account's external id or our id: it, its parent, and all children of that.
             * @example D-1000
             */
            family?: string | null;
            /**
             * @description The parent's external id or our id: its children.
             * @example D-1000
             */
            parent_external_id?: string | null;
            /**
             * @description One or several, separated by commas or given several times.
             * @example [
             *       "active",
             *       "disputed"
             *     ]
             */
            status?: ("active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed")[] | null;
            /**
             * @description Placed cents, at least.
             * @example 100000
             */
            min_balance?: number | null;
            /**
             * @description Placed cents, at most.
             * @example 500000
             */
            max_balance?: number | null;
            /**
             * @description Cents owed now, at least.
             * @example 100000
             */
            min_current_balance?: number | null;
            /**
             * @description Cents owed now, at most.
             * @example 500000
             */
            max_current_balance?: number | null;
            /**
             * Format: date
             * @description Placed on this day or later.
             * @example 2026-01-01
             */
            placed_from?: string | null;
            /**
             * Format: date
             * @description Placed on this day or earlier.
             * @example 2026-01-31
             */
            placed_until?: string | null;
            /**
             * Format: date-time
             * @description Made here at or after this time.
             * @example 2026-01-31T00:00:00Z
             */
            created_since?: string | null;
            /**
             * Format: date-time
             * @description Made or changed at or after this time, its balances included.
             * @example 2026-01-31T00:00:00Z
             */
            updated_since?: string | null;
            /**
             * @description How many records a page has. Absent, it is 50.
             * @example 50
             */
            limit?: number | null;
            /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
            cursor?: string | null;
        };
        DebtAccountView: {
            /**
             * Format: uuid
             * @description Our own id of the record; it never changes.
             * @example 019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e
             */
            id: string;
            /**
             * @description Counts the changes of the record; the `ETag` holds it.
             * @example 1
             */
            version: number;
            /**
             * Format: date-time
             * @description When the record was made.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             * @example 2026-01-31T17:45:00.000Z
             */
            updated_at: string;
            /**
             * @description The account's name in your own systems, by which Tratta asks for it.
             * @example D-1001
             */
            external_id: string;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number: string | null;
            /**
             * Format: uuid
             * @description Our id of the customer.
             */
            customer_id: string;
            /**
             * @description The customer's external id.
             * @example C-1001
             */
            customer_external_id: string;
            /**
             * Format: uuid
             * @description Our id of the main location.
             */
            location_id: string;
            /**
             * @description The main location's external id.
             * @example NORTHWIND
             */
            location_external_id: string;
            /** @description Further locations, in the order in which they were given. */
            locations: components["schemas"]["FurtherLocationView"][];
            /**
             * Format: uuid
             * @description Our id of the parent; `null` where it has none.
             */
            parent_id: string | null;
            /**
             * @description The parent's external id.
             * @example D-1000
             */
            parent_external_id: string | null;
            /**
             * @description How many children it has; from 1 on its balances are their sums.
             * @example 0
             */
            child_count: number;
            /**
             * @description The amount placed. In cents.
             * @example 125000
             */
            balance: number;
            /**
             * @description The sum of its ledger entries: what is owed by the books. In cents.
             * @example 120000
             */
            current_balance: number;
            /**
             * @description What would settle the debt. In cents.
             * @example 60000
             */
            settlement_amount: number | null;
            /**
             * @description `active` is open; `settled`, `paid`, `recalled` and `closed` are final; the others are holds. JIT tells 0 for all but `active`, unless told otherwise.
             * @example active
             * @enum {string}
             */
            status: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed";
            /** @description Why the status is what it is. */
            status_reason: string | null;
            /**
             * Format: date-time
             * @description Since when it has this status.
             * @example 2026-01-31T17:45:00.000Z
             */
            status_changed_at: string;
            /** @description Passed on to Tratta; empty where none was given. */
            billing_type: string[];
            /** @description Passed on to Tratta. */
            payment_plan: components["schemas"]["PaymentPlanView"] | null;
            /**
             * @description Your own texts about it; `{}` where there are none.
             * @example {
             *       "desk": "12"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date
             * @description When the creditor placed it.
             * @example 2026-01-15
             */
            placed_on: string | null;
            /**
             * Format: date
             * @description When the debtor fell behind.
             * @example 2025-06-01
             */
            delinquency_date: string | null;
            /**
             * Format: date
             * @description When the creditor wrote it off.
             * @example 2025-12-01
             */
            charge_off_date: string | null;
            /**
             * Format: date-time
             * @description When the debtor last paid.
             * @example 2026-01-10T15:00:00.000Z
             */
            last_payment_at: string | null;
            /**
             * Format: date-time
             * @description When anything last happened to it.
             * @example 2026-01-10T15:00:00.000Z
             */
            last_activity_at: string | null;
            /** @description The validation notice's itemization. */
            itemization: components["schemas"]["ItemizationView"] | null;
        };
        DifferenceView: {
            /**
             * Format: uuid
             * @description Our own id of it.
             */
            id: string;
            /**
             * Format: uuid
             * @description The comparison that found it.
             */
            reconciliation_id: string;
            /**
             * @description `missing`: ours, and not there any more. `unknown_here`: there, and not known here. `duplicate`: a second one of the same number. `status`, `party`, `address`, `content`: not as it was sent. `balance`: no adjustment explains it. `adjustment_…`: `pending` (left unposted), `forgotten` (posted, and not known here), `doubled`, `foreign` (made there by hand), `gone` (not posted there any more).
             * @example status
             * @enum {string}
             */
            type: "missing" | "unknown_here" | "duplicate" | "status" | "party" | "address" | "content" | "balance" | "adjustment_pending" | "adjustment_forgotten" | "adjustment_doubled" | "adjustment_foreign" | "adjustment_gone";
            /**
             * @description `open`. `repaired`. `failed`: a repair did not succeed, `reason` says why; it may be tried again. `gone`: it was there no more when it was to be repaired.
             * @example open
             * @enum {string}
             */
            state: "open" | "repaired" | "failed" | "gone";
            /**
             * Format: uuid
             * @description Our own id of the account; null where the books have none.
             */
            debt_account_id: string | null;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string | null;
            /**
             * @description The EID of the account there.
             * @example 52926
             */
            account_eid: string;
            /**
             * @description Its number there.
             * @example D-1001
             */
            external_account_num: string;
            /**
             * @description The EID of the adjustment that it is about; null where it is about the account.
             * @example 13660
             */
            adjustment_eid: string | null;
            /**
             * @description How it is here, by field; amounts in cents. A date of birth is shown to keys with the scope `pii`, and that is audited; others see asterisks.
             * @example {
             *       "status": "active",
             *       "status_there": "ACTIVE"
             *     }
             */
            here: unknown;
            /**
             * @description How it is there.
             * @example {
             *       "status": "SUSPENDED"
             *     }
             */
            there: unknown;
            /** @description What it means, and what can be done. */
            explanation: string;
            /**
             * @description What `repair` can do about it, the first one unless another is named; empty: a person mends it.
             * @example [
             *       "resend"
             *     ]
             */
            repairs: ("adopt" | "resend" | "retire_duplicate" | "post_adjustment" | "remove_adjustment" | "reverse_adjustment" | "counter_credit" | "accept")[];
            /** @description What the last repair came to. */
            reason: string | null;
            /**
             * Format: date-time
             * @description When it was found.
             * @example 2026-01-31T03:00:20.000Z
             */
            found_at: string;
            /**
             * Format: date-time
             * @description When it was repaired, or was found to be gone.
             * @example 2026-01-31T09:12:00.000Z
             */
            settled_at: string | null;
        };
        DoctorReport: {
            /**
             * @description No finding is a fault.
             * @example true
             */
            healthy: boolean;
            /** @description Everything that was looked at. */
            findings: components["schemas"]["Finding"][];
        };
        EntriesFigures: {
            /** @description Since midnight, UTC. */
            today: components["schemas"]["EntryPeriodFigures"];
            /** @description Of the last seven days. */
            seven_days: components["schemas"]["EntryPeriodFigures"];
        };
        EntryFigures: {
            /**
             * @description The kind.
             * @example payment
             * @enum {string}
             */
            kind: "placement" | "payment" | "fee" | "interest" | "cost" | "adjustment" | "reversal";
            /**
             * @description How many.
             * @example 212
             */
            entries: number;
            /**
             * @description Their sum. In cents.
             * @example -1250000
             */
            amount: number;
        };
        EntryPeriodFigures: {
            /**
             * Format: date-time
             * @description Entries that were written since then.
             * @example 2026-01-31T00:00:00.000Z
             */
            since: string;
            /** @description By kind; kinds without entries are left out. */
            kinds: components["schemas"]["EntryFigures"][];
        };
        FieldAtFault: {
            /**
             * @description Where it stands in the request; members of lists by their position.
             * @example addresses.0.state
             */
            field: string;
            /**
             * @description What to change.
             * @example must be text of 1 to 100 characters, without control characters
             */
            message: string;
        };
        Finding: {
            /**
             * @description What was looked at.
             * @example migrations
             */
            check: string;
            /**
             * @description How it is.
             * @example ok
             * @enum {string}
             */
            verdict: "ok" | "warning" | "fault";
            /**
             * @description What was found; safe to paste anywhere.
             * @example all 2 applied
             */
            detail: string;
        };
        FurtherLocationView: {
            /**
             * Format: uuid
             * @description Our own id of the location.
             */
            id: string;
            /**
             * @description The location's external id.
             * @example CARD-PRODUCTS
             */
            external_id: string;
            /**
             * @description The name that debtors are told.
             * @example Card products
             */
            name: string;
            /**
             * @description What the location stands for.
             * @example product_type
             * @enum {string}
             */
            type: "original_creditor" | "current_creditor" | "product_type";
        };
        Health: {
            /**
             * @description What it is.
             * @example ready
             * @enum {string}
             */
            status: "live" | "ready" | "not_ready";
            /** @description Why it is not ready; only there where it is not. */
            reasons?: string[];
        };
        ItemizationBody: {
            /**
             * Format: date
             * @description The itemization date.
             * @example 2025-12-01
             */
            date: string;
            /**
             * @description Which of the dates that the rule allows it is.
             * @example charge_off
             * @enum {string}
             */
            date_type: "last_statement" | "charge_off" | "last_payment" | "transaction" | "judgment";
            /**
             * @description The debt on that date, in cents.
             * @example 123800
             */
            amount?: number | null;
            /**
             * @description Cents that were added since.
             * @example 1200
             */
            interest?: number | null;
            /**
             * @description Cents that were added since.
             * @example 0
             */
            fees?: number | null;
            /**
             * @description Cents that were paid since.
             * @example 0
             */
            payments?: number | null;
            /**
             * @description Cents that were credited since.
             * @example 0
             */
            credits?: number | null;
            /**
             * Format: date-time
             * @description When it was first used towards the debtor; from then on the itemization is fixed.
             */
            used_at?: string | null;
        };
        ItemizationView: {
            /**
             * Format: date
             * @description The itemization date.
             * @example 2025-12-01
             */
            date: string;
            /**
             * @description Which of the dates that the rule allows it is.
             * @example charge_off
             * @enum {string}
             */
            date_type: "last_statement" | "charge_off" | "last_payment" | "transaction" | "judgment";
            /**
             * @description The debt on that date. In cents.
             * @example 123800
             */
            amount: number | null;
            /**
             * @description Interest that was added since. In cents.
             * @example 1200
             */
            interest: number | null;
            /**
             * @description Fees that were added since. In cents.
             * @example 0
             */
            fees: number | null;
            /**
             * @description What was paid since. In cents.
             * @example 0
             */
            payments: number | null;
            /**
             * @description What was credited since. In cents.
             * @example 0
             */
            credits: number | null;
            /**
             * Format: date-time
             * @description When it was first used towards the debtor; from then on it is fixed.
             */
            used_at: string | null;
        };
        JitAccount: {
            /** @description The main location. */
            location: components["schemas"]["JitMainLocation"];
            /** @description The debtor. */
            customer: components["schemas"]["JitCustomer"];
            /** @description The account; of a parent, with the sums over its children. */
            debt_account: components["schemas"]["JitDebtAccount"];
            /** @description Only where it has children. */
            child_debt_accounts?: components["schemas"]["JitChildAccount"][];
        };
        JitAddress: {
            /** @description Whom to address there. */
            name?: string;
            /**
             * @description The street and number.
             * @example 1 Main St
             */
            line1?: string;
            /** @description What else finds the door. */
            line2?: string;
            /**
             * @description The town.
             * @example Austin
             */
            city?: string;
            /**
             * @description The postal code.
             * @example 78701
             */
            postal_code?: string;
            /**
             * @description The state.
             * @example TX
             */
            state?: string;
            /**
             * @description The country.
             * @example US
             */
            country?: string;
            /**
             * @description Always true: only the primary address is told.
             * @example true
             */
            is_primary: boolean;
        };
        JitAnswerView: {
            /** @description The account, with its location, its customer and its children, in one snapshot. */
            data: components["schemas"]["JitAccount"];
        };
        JitChildAccount: {
            /**
             * @description The account's external id.
             * @example D-1001
             */
            external_id: string;
            /**
             * @description The parent's external id.
             * @example D-1000
             */
            parent_external_id?: string;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string;
            /**
             * @description The amount placed. In cents.
             * @example 125000
             */
            balance: number;
            /**
             * @description The told balance: 0 where the status says so, else what is owed less pending payments, never below 0. In cents.
             * @example 120000
             */
            current_balance: number;
            /**
             * @description Only while it is not above the told balance. In cents.
             * @example 60000
             */
            settlement_amount?: number;
            /** @description As it was given. */
            billing_type?: string[];
            /** @description As it was given. */
            payment_plan?: components["schemas"]["JitPaymentPlan"];
            /** @description Its metadata. */
            metadata?: {
                [key: string]: string;
            };
        };
        JitCustomer: {
            /**
             * @description The customer's external id.
             * @example C-1001
             */
            external_id: string;
            /**
             * @description The whole name.
             * @example Jane Roe
             */
            name: string;
            /**
             * @description The e-mail address.
             * @example jane.roe@example.com
             */
            email?: string;
            /**
             * @description The phone number, where it can be read as a US one.
             * @example (512) 555-0100
             */
            phone?: string;
            /** @description The primary address. */
            address?: components["schemas"]["JitAddress"];
            /** @description Its metadata. */
            metadata?: {
                [key: string]: string;
            };
            /**
             * Format: date
             * @description Only where `JIT_INCLUDE` names it.
             * @example 1984-02-29
             */
            date_of_birth?: string;
            /**
             * @description Text, not a number: it can begin with zeros. Only where `JIT_INCLUDE` names it.
             * @example 0098
             */
            ssn_last4?: string;
        };
        JitDebtAccount: {
            /**
             * @description The account's external id.
             * @example D-1001
             */
            external_id: string;
            /**
             * @description The parent's external id.
             * @example D-1000
             */
            parent_external_id?: string;
            /**
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string;
            /**
             * @description The amount placed. In cents.
             * @example 125000
             */
            balance: number;
            /**
             * @description The told balance: 0 where the status says so, else what is owed less pending payments, never below 0. In cents.
             * @example 120000
             */
            current_balance: number;
            /**
             * @description Only while it is not above the told balance. In cents.
             * @example 60000
             */
            settlement_amount?: number;
            /** @description As it was given. */
            billing_type?: string[];
            /** @description As it was given. */
            payment_plan?: components["schemas"]["JitPaymentPlan"];
            /** @description Its metadata. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Further locations. */
            locations?: components["schemas"]["JitLocation"][];
        };
        JitErrorView: {
            /**
             * @description What is wrong. Never repeats the path.
             * @example There is no such debt account
             */
            error: string;
            /**
             * @description The kind of error.
             * @example NOT_FOUND
             * @enum {string}
             */
            errorCode: "BAD_REQUEST" | "NOT_FOUND" | "TOO_MANY_REQUESTS" | "UNAVAILABLE" | "INTERNAL_ERROR";
        };
        JitFigures: {
            /**
             * Format: date-time
             * @description Calls since then.
             * @example 2026-01-30T17:45:00.000Z
             */
            since: string;
            /**
             * @description How many.
             * @example 5200
             */
            answers: number;
            /**
             * @description How many of the newest answers the durations are of.
             * @example 5200
             */
            measured: number;
            /** @description By outcome. */
            outcomes: components["schemas"]["OutcomeFigures"][];
        };
        JitLocation: {
            /**
             * @description The location's external id.
             * @example NORTHWIND
             */
            external_id: string;
            /**
             * @description Its name.
             * @example Northwind Bank
             */
            name: string;
            /**
             * @description What it stands for.
             * @example original_creditor
             * @enum {string}
             */
            type: "original_creditor" | "current_creditor" | "product_type";
        };
        JitMainLocation: {
            /**
             * @description The location's external id.
             * @example NORTHWIND
             */
            external_id: string;
            /**
             * @description Its name.
             * @example Northwind Bank
             */
            name: string;
            /**
             * @description What it stands for.
             * @example original_creditor
             * @enum {string}
             */
            type: "original_creditor" | "current_creditor" | "product_type";
            /** @description Its metadata. */
            metadata?: {
                [key: string]: string;
            };
        };
        JitPaymentPlan: {
            /**
             * @description How often.
             * @example monthly
             */
            frequency: string;
            /**
             * @description The day.
             * @example 15th
             */
            recurring_day?: string;
            /**
             * @description Per payment. In cents.
             * @example 75559
             */
            amount?: number;
        };
        JitPreviewMeta: {
            /** @description Sentences: why the told balance is what it is, and what is left out. */
            explanation: string[];
            /** @description Personal fields that Tratta is told and the key is not: it has not the scope `pii`. */
            omitted: string[];
        };
        JitPreviewView: {
            /**
             * @description The creditor.
             * @example {
             *       "external_id": "NORTHWIND",
             *       "name": "Northwind Bank"
             *     }
             */
            location: Record<string, never>;
            /**
             * @description The debtor.
             * @example {
             *       "external_id": "C-1001",
             *       "name": "Jane Roe"
             *     }
             */
            customer: Record<string, never>;
            /**
             * @description The account; `current_balance` is the told balance.
             * @example {
             *       "external_id": "D-1001",
             *       "balance": 125000,
             *       "current_balance": 100000
             *     }
             */
            debt_account: Record<string, never>;
            /** @description The children, of an account that has some. */
            child_debt_accounts?: Record<string, never>[];
        };
        JitRequestItem: {
            /**
             * Format: date-time
             * @description When it happened to the books.
             * @example 2026-01-31T17:45:00.000Z
             */
            at: string;
            /** @description Names it among those of its type. */
            id: string;
            /**
             * @description One plain sentence, for staff on the phone.
             * @example Payment of $250.00; $1,000.00 owed after it
             */
            summary: string;
            /**
             * @description A question of Tratta's.
             * @enum {string}
             */
            type: "jit_request";
            /**
             * @description How the call ended.
             * @example found
             */
            outcome: string;
            /**
             * @description The status that it was answered with.
             * @example 200
             */
            http_status: number;
            /**
             * @description The balance that it was told. In cents.
             * @example 100000
             */
            told_balance: number | null;
            /**
             * @description The version of the account that the answer was made from.
             * @example 3
             */
            debt_account_version: number | null;
            /**
             * @description Milliseconds of the whole answer.
             * @example 2.4
             */
            total_ms: number;
            /** @description `X-Request-Id` of the answer. */
            request_id: string;
        };
        JitRequestView: {
            /**
             * Format: uuid
             * @description Our own id of the record.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it came in.
             * @example 2026-01-31T17:45:00.000Z
             */
            requested_at: string;
            /** @description `X-Request-Id` of the answer. */
            request_id: string;
            /**
             * @description How it ended.
             * @example found
             * @enum {string}
             */
            outcome: "found" | "unknown_account" | "bad_request" | "throttled" | "deadline" | "unavailable" | "failed";
            /**
             * @description The status that it was answered with.
             * @example 200
             */
            http_status: number;
            /** @description What was asked for, where no account stands for it. */
            asked_external_id: string | null;
            /**
             * Format: uuid
             * @description The account that was told.
             */
            debt_account_id: string | null;
            /**
             * @description Its external id.
             * @example D-1001
             */
            debt_account_external_id: string | null;
            /**
             * @description The version of the account that the answer was made from.
             * @example 3
             */
            debt_account_version: number | null;
            /**
             * @description The same of the customer.
             * @example 1
             */
            customer_version: number | null;
            /**
             * @description The same of the location.
             * @example 1
             */
            location_version: number | null;
            /**
             * @description What was told. In cents.
             * @example 100000
             */
            told_balance: number | null;
            /**
             * @description Milliseconds of waiting for a connection.
             * @example 0.1
             */
            wait_ms: number | null;
            /**
             * @description Milliseconds of asking the database.
             * @example 1.2
             */
            query_ms: number | null;
            /**
             * @description Milliseconds of the whole answer.
             * @example 2.4
             */
            total_ms: number;
            /**
             * @description Where it came from.
             * @example 192.0.2.10
             */
            source_address: string | null;
        };
        LaneFigures: {
            /**
             * @description The other system.
             * @example tratta
             */
            lane: string;
            /**
             * @description Records that it has not been told of.
             * @example 12
             */
            behind: number;
            /**
             * @description There are more than were counted.
             * @example false
             */
            more: boolean;
            /**
             * Format: date-time
             * @description Since when the one that waits longest has been behind.
             * @example 2026-01-31T17:40:00.000Z
             */
            behind_since: string | null;
        };
        LedgerEntryBody: {
            /**
             * @description What the amount is. A `placement` is written by the service alone.
             * @example payment
             * @enum {string}
             */
            kind: "payment" | "fee" | "interest" | "cost" | "adjustment" | "reversal";
            /**
             * @description Cents; below 0 lowers the debt. May be left out of a `reversal`, which takes back the whole entry.
             * @example -5000
             */
            amount?: number | null;
            /**
             * Format: date-time
             * @description When it happened. Absent, it is now.
             * @example 2026-01-31T17:45:00Z
             */
            occurred_at?: string | null;
            /**
             * @description Your own name for the entry: sent again with the same content, it is the same entry.
             * @example PAY-77120
             */
            reference?: string | null;
            /** @description The `id` of the entry that a `reversal` takes back; for a `reversal` only. */
            reverses?: string | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        LedgerEntryItem: {
            /**
             * Format: date-time
             * @description When it happened to the books.
             * @example 2026-01-31T17:45:00.000Z
             */
            at: string;
            /** @description Names it among those of its type. */
            id: string;
            /**
             * @description One plain sentence, for staff on the phone.
             * @example Payment of $250.00; $1,000.00 owed after it
             */
            summary: string;
            /**
             * @description An entry of the ledger.
             * @enum {string}
             */
            type: "ledger_entry";
            /**
             * @description Its place in the ledger.
             * @example 2
             */
            sequence: number;
            /**
             * @description What the amount is.
             * @example payment
             * @enum {string}
             */
            kind: "placement" | "payment" | "fee" | "interest" | "cost" | "adjustment" | "reversal";
            /**
             * @description Below 0 lowers the debt. In cents.
             * @example -25000
             */
            amount: number;
            /**
             * @description What the account owed after it. In cents.
             * @example 100000
             */
            balance_after: number;
            /**
             * Format: date-time
             * @description When it happened, as its poster says.
             * @example 2026-01-31T17:40:00.000Z
             */
            occurred_at: string;
            /**
             * @description The caller's own name for it.
             * @example check 4711
             */
            reference: string | null;
            /**
             * Format: uuid
             * @description The entry that a reversal takes back.
             */
            reverses: string | null;
            /** @description Why, in the caller's words. */
            reason: string | null;
            /**
             * @description Null where nothing was written down about it, as for demo data.
             * @example posting job
             */
            posted_by: string | null;
            /** @description `X-Request-Id` of the answer. */
            request_id: string | null;
        };
        LedgerEntryView: {
            /**
             * Format: uuid
             * @description Our own id of the entry.
             * @example 019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e
             */
            id: string;
            /**
             * @description Its place in the ledger: later entries have higher ones.
             * @example 42
             */
            sequence: number;
            /**
             * @description What the amount is.
             * @example payment
             * @enum {string}
             */
            kind: "placement" | "payment" | "fee" | "interest" | "cost" | "adjustment" | "reversal";
            /**
             * @description Below 0 lowers the debt. In cents.
             * @example -5000
             */
            amount: number;
            /**
             * @description What the account owed after it. In cents.
             * @example 120000
             */
            balance_after: number;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-31T17:45:00.000Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description When it was written into the books.
             * @example 2026-01-31T17:45:02.118Z
             */
            recorded_at: string;
            /**
             * @description The caller's own name for the entry.
             * @example PAY-77120
             */
            reference: string | null;
            /**
             * Format: uuid
             * @description The entry that a `reversal` takes back.
             */
            reverses: string | null;
            /**
             * @description Why, in the caller's words.
             * @example Paid by check at the branch
             */
            reason: string | null;
        };
        LocationBody: {
            /**
             * @description The creditor's name in your own systems, unique among locations.
             * @example NORTHWIND
             */
            external_id: string;
            /**
             * @description The name that debtors are told. Each name once per type: Tratta takes each pair once.
             * @example Northwind Bank
             */
            name: string;
            /**
             * @description What the location stands for. Absent, it is `original_creditor`.
             * @example original_creditor
             * @enum {string|null}
             */
            type?: "original_creditor" | "current_creditor" | "product_type" | null;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "region": "Texas"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        LocationChange: {
            /**
             * @description The name that debtors are told.
             * @example Northwind Bank
             */
            name?: string;
            /**
             * @description What the location stands for.
             * @example original_creditor
             * @enum {string}
             */
            type?: "original_creditor" | "current_creditor" | "product_type";
            /**
             * @description Only the keys that change; null takes a key away.
             * @example {
             *       "region": "Oklahoma"
             *     }
             */
            metadata?: {
                [key: string]: string | null;
            };
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        LocationRefBody: {
            /**
             * @description Its external id or our id.
             * @example CARD-PRODUCTS
             */
            external_id: string;
        };
        LocationReplacement: {
            /**
             * @description May be left out; given, it must be that of the path.
             * @example NORTHWIND
             */
            external_id?: string | null;
            /**
             * @description The name that debtors are told. Each name once per type: Tratta takes each pair once.
             * @example Northwind Bank
             */
            name: string;
            /**
             * @description What the location stands for. Absent, it is `original_creditor`.
             * @example original_creditor
             * @enum {string|null}
             */
            type?: "original_creditor" | "current_creditor" | "product_type" | null;
            /**
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "region": "Texas"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        LocationView: {
            /**
             * Format: uuid
             * @description Our own id of the record; it never changes.
             * @example 019a6f2e-7c41-7d3a-9a51-3f0b8f1c2d4e
             */
            id: string;
            /**
             * @description Counts the changes of the record; the `ETag` holds it.
             * @example 1
             */
            version: number;
            /**
             * Format: date-time
             * @description When the record was made.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             * @example 2026-01-31T17:45:00.000Z
             */
            updated_at: string;
            /**
             * @description The creditor's name in your own systems.
             * @example NORTHWIND
             */
            external_id: string;
            /**
             * @description The name that debtors are told.
             * @example Northwind Bank
             */
            name: string;
            /**
             * @description What the location stands for.
             * @example original_creditor
             * @enum {string}
             */
            type: "original_creditor" | "current_creditor" | "product_type";
            /**
             * @description Your own texts about it; `{}` where there are none.
             * @example {
             *       "region": "Texas"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
        };
        NewApiKeyView: {
            /**
             * Format: uuid
             * @description Our own id of the key.
             */
            id: string;
            /**
             * @description Who or what uses it.
             * @example posting job
             */
            name: string;
            /**
             * @description The part of the key that is no secret, after `arrears_`.
             * @example 92858bd21aa91fac
             */
            public_id: string;
            /**
             * @description What it may do.
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write" | "pii" | "billing" | "tratta" | "admin")[];
            /**
             * @description Whether it works.
             * @example valid
             * @enum {string}
             */
            state: "valid" | "expired" | "revoked";
            /**
             * Format: date-time
             * @description When it was made.
             * @example 2026-01-31T17:45:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Up to a minute old.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it was ended.
             */
            revoked_at: string | null;
            /** @description The key itself, shown this once; null where an answer is given again. */
            key: string | null;
        };
        OutcomeFigures: {
            /**
             * @description How the calls ended.
             * @example found
             */
            outcome: string;
            /**
             * @description How many.
             * @example 5120
             */
            answers: number;
            /**
             * @description Half of them took at most so many milliseconds.
             * @example 2.1
             */
            p50_ms: number | null;
            /**
             * @description 95 % of them.
             * @example 5.4
             */
            p95_ms: number | null;
            /**
             * @description 99 % of them.
             * @example 12.9
             */
            p99_ms: number | null;
        };
        PauseBody: {
            /**
             * @description Why, for whoever finds the lane paused, and for the audit trail; `X-Reason` says the same.
             * @example Maintenance until 6 am
             */
            reason?: string | null;
        };
        PaymentPlanBody: {
            /**
             * @description How often.
             * @example monthly
             * @enum {string}
             */
            frequency: "weekly" | "every_other_week" | "monthly";
            /**
             * @description A weekday's name, or for monthly plans `1st`, `15th`, `last_day`.
             * @example 15th
             */
            recurring_day?: string | null;
            /**
             * @description Cents per payment.
             * @example 75559
             */
            amount?: number | null;
        };
        PaymentPlanView: {
            /**
             * @description How often.
             * @example monthly
             */
            frequency: string;
            /**
             * @description A weekday's name, or for monthly plans `1st`, `15th`, `last_day`.
             * @example 15th
             */
            recurring_day?: string;
            /**
             * @description Per payment. In cents.
             * @example 75559
             */
            amount?: number;
        };
        PaymentSettledItem: {
            /**
             * Format: date-time
             * @description When it happened to the books.
             * @example 2026-01-31T17:45:00.000Z
             */
            at: string;
            /** @description Names it among those of its type. */
            id: string;
            /**
             * @description One plain sentence, for staff on the phone.
             * @example Payment of $250.00; $1,000.00 owed after it
             */
            summary: string;
            /**
             * @description What became of a payment that Tratta took.
             * @enum {string}
             */
            type: "payment_settled";
            /**
             * @description What was paid. In cents.
             * @example 5000
             */
            amount: number;
            /**
             * @description Tratta's id of it.
             * @example txn-1
             */
            reference: string;
            /**
             * @description What became of it.
             * @example posted
             * @enum {string}
             */
            state: "pending" | "posted" | "released" | "reversed";
        };
        PaymentTakenItem: {
            /**
             * Format: date-time
             * @description When it happened to the books.
             * @example 2026-01-31T17:45:00.000Z
             */
            at: string;
            /** @description Names it among those of its type. */
            id: string;
            /**
             * @description One plain sentence, for staff on the phone.
             * @example Payment of $250.00; $1,000.00 owed after it
             */
            summary: string;
            /**
             * @description A payment that Tratta took.
             * @enum {string}
             */
            type: "payment_taken";
            /**
             * @description What was paid. In cents.
             * @example 5000
             */
            amount: number;
            /**
             * @description Tratta's id of it.
             * @example txn-1
             */
            reference: string;
            /**
             * Format: date-time
             * @description When the debtor paid.
             * @example 2026-01-31T17:45:00.000Z
             */
            submitted_at: string;
            /**
             * Format: date-time
             * @description When it is to be taken, where that is later.
             */
            scheduled_at: string | null;
            /**
             * @description What became of it by now.
             * @example pending
             * @enum {string}
             */
            state: "pending" | "posted" | "released" | "reversed";
        };
        PersonCriteria: {
            /**
             * @description Words of the name, in any order, each at least in part, and as a whole where it has one or two letters; case and accents don't count.
             * @example roe jane
             */
            name?: string | null;
            /**
             * @description The number, in any way of writing it.
             * @example 512-555-0100
             */
            phone?: string | null;
            /**
             * @description The whole address; case doesn't count.
             * @example jane.roe@example.com
             */
            email?: string | null;
            /**
             * Format: date
             * @description Exactly this day. Needs the scope `pii`.
             * @example 1984-02-29
             */
            date_of_birth?: string | null;
            /**
             * @description Exactly these digits, as text. Needs the scope `pii`.
             * @example 0098
             */
            ssn_last4?: string | null;
            /**
             * @description Exactly this one.
             * @example C-1001
             */
            external_id?: string | null;
            /**
             * Format: uuid
             * @description Our own id.
             */
            id?: string | null;
            /**
             * @description Persons or organizations.
             * @example person
             * @enum {string|null}
             */
            kind?: "person" | "organization" | null;
            /**
             * Format: date-time
             * @description Made at or after this time.
             * @example 2026-01-31T00:00:00Z
             */
            created_since?: string | null;
            /**
             * Format: date-time
             * @description Made or changed at or after this time.
             * @example 2026-01-31T00:00:00Z
             */
            updated_since?: string | null;
            /**
             * @description How many records a page has. Absent, it is 50.
             * @example 50
             */
            limit?: number | null;
            /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
            cursor?: string | null;
        };
        PlannedCallView: {
            /**
             * @description What it does, such as `createAccount`.
             * @example createAccount
             */
            operation: string;
            /** @description The body as it would be sent, in the namespace of GOTRANSVERSE_API_VERSION. EIDs that Gotransverse has still to give stand as 0. Null where what is sent depends on what is read just before. */
            xml: string | null;
        };
        Problem: {
            /**
             * @description Always `about:blank`: the status says which kind of problem it is.
             * @example about:blank
             */
            type: string;
            /**
             * @description The kind of problem in words; the same for each problem of its kind.
             * @example The request is not valid
             */
            title: string;
            /**
             * @description The HTTP status once more.
             * @example 422
             */
            status: number;
            /**
             * @description What is wrong here, and how to mend it. Holds no personal data.
             * @example external_id must be text of 1 to 255 characters without blanks at the ends, and neither "." nor ".."
             */
            detail: string;
            /**
             * @description The request's id, also in `X-Request-Id`; the log and the audit trail have it too.
             * @example 7d0f7a0e-4a0c-4b54-9c0e-0f0b7c9a5a11
             */
            request_id: string;
            /** @description Every field that is at fault, all at once; absent where none is. */
            errors?: components["schemas"]["FieldAtFault"][];
        };
        ReasonBody: {
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        ReconciliationView: {
            /**
             * Format: uuid
             * @description Our own id of it.
             */
            id: string;
            /**
             * @description `queued`: it goes on as soon as a worker takes it. `running`: one is at it now. `waiting`: for what `reason` says. `finished`, `cancelled`. `failed`: `reason` says why; start another.
             * @example finished
             * @enum {string}
             */
            state: "queued" | "running" | "waiting" | "finished" | "cancelled" | "failed";
            /**
             * @description `there`: the pages of what Gotransverse has, each account compared. `unlinked`: what of it is none of ours. `here`: ours that no page held.
             * @example here
             * @enum {string}
             */
            phase: "there" | "unlinked" | "here";
            /**
             * @description Accounts that the pages held: ours, and others under our prefix.
             * @example 1200
             */
            accounts_there: number;
            /**
             * @description Accounts of ours that were compared.
             * @example 1198
             */
            accounts_compared: number;
            /**
             * @description Accounts left out: they changed each time that they were looked at, or Gotransverse gave no usable answer about them.
             * @example 0
             */
            accounts_skipped: number;
            /**
             * @description How many differences were found, by type.
             * @example {
             *       "status": 1
             *     }
             */
            differences_by_type: {
                [key: string]: number;
            };
            /**
             * @description How many of them stand how now.
             * @example {
             *       "open": 1
             *     }
             */
            differences_by_state: {
                [key: string]: number;
            };
            /** @description What it waits for, or why it ended. */
            reason: string | null;
            /**
             * Format: date-time
             * @description The time of the schedule that asked for it.
             * @example 2026-01-31T03:00:00.000Z
             */
            due_at: string | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             * @example 2026-01-31T03:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was begun.
             * @example 2026-01-31T03:00:01.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             * @example 2026-01-31T03:02:00.000Z
             */
            ended_at: string | null;
        };
        ReferenceDataMeta: {
            /** @description Settings that lead nowhere, each with what there is; nothing is sent until they are mended. */
            problems: string[];
        };
        ReferenceDataView: {
            /** @description When accounts are billed. */
            bill_cycles: components["schemas"]["ReferenceEntryView"][];
            /** @description Categories of accounts, by their description. */
            account_categories: components["schemas"]["ReferenceEntryView"][];
            /** @description Why balances are adjusted. */
            adjustment_reasons: components["schemas"]["ReferenceEntryView"][];
            /** @description Why accounts are suspended. */
            suspension_reasons: components["schemas"]["ReferenceEntryView"][];
            /** @description Why accounts are deactivated. */
            deactivation_reasons: components["schemas"]["ReferenceEntryView"][];
            /** @description Fields of your own. */
            custom_fields: components["schemas"]["ReferenceEntryView"][];
        };
        ReferenceEntryView: {
            /**
             * @description Its EID.
             * @example 1688
             */
            eid: string;
            /**
             * @description Its name, which settings give; `eid:NNN` does as well.
             * @example Monthly
             */
            name: string;
            /**
             * @description Its status there.
             * @example ACTIVE
             */
            status: string | null;
            /**
             * @description What else is to be known: the kind of a bill cycle, the level of a reason and whether it is for credits only.
             * @example monthlyBillCycle
             */
            note: string | null;
            /**
             * @description The settings that mean it.
             * @example [
             *       "GOTRANSVERSE_BILL_CYCLE"
             *     ]
             */
            used_by: string[];
        };
        RemarkView: {
            /**
             * @description The field.
             * @example customer.address.state
             */
            field: string;
            /** @description What is wrong, why it matters, and how to mend it. */
            message: string;
        };
        RepairBody: {
            /**
             * @description One of the difference's `repairs`; absent: the first.
             * @enum {string|null}
             */
            repair?: "adopt" | "resend" | "retire_duplicate" | "post_adjustment" | "remove_adjustment" | "reverse_adjustment" | "counter_credit" | "accept" | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        RequeueBody: {
            /**
             * @description Accounts in this state.
             * @example quarantined
             * @enum {string}
             */
            state: "quarantined" | "conflict" | "retrying";
            /** @description External ids or our ids of up to 500 of them. Absent: all. */
            accounts?: string[] | null;
            /**
             * @description Why, in your own words, for the audit trail; `X-Reason` says the same.
             * @example Told by the debtor
             */
            reason?: string | null;
        };
        RequeuedView: {
            /**
             * @description Accounts that the next run tries again.
             * @example 12
             */
            requeued: number;
        };
        StatsView: {
            /**
             * Format: date-time
             * @description When they were read; they are kept for some seconds.
             * @example 2026-01-31T17:45:00.000Z
             */
            as_of: string;
            /**
             * @description All locations.
             * @example 24
             */
            locations: number;
            /**
             * @description All customers.
             * @example 1600
             */
            customers: number;
            /** @description The accounts. */
            debt_accounts: components["schemas"]["AccountFigures"];
            /** @description What was written into the ledgers. */
            entries: components["schemas"]["EntriesFigures"];
            /** @description What Tratta asked within a day. */
            jit: components["schemas"]["JitFigures"];
            /** @description The other systems. */
            lanes: components["schemas"]["LaneFigures"][];
        };
        StatusFigures: {
            /**
             * @description The status.
             * @example active
             * @enum {string}
             */
            status: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed";
            /**
             * @description Accounts with this status.
             * @example 1812
             */
            accounts: number;
            /**
             * @description Of these, accounts with children.
             * @example 34
             */
            parents: number;
            /**
             * @description Of these, accounts with a parent.
             * @example 80
             */
            children: number;
            /**
             * @description Of these, accounts without children: those that have a ledger.
             * @example 1778
             */
            leaves: number;
            /**
             * @description The amounts placed. In cents.
             * @example 412000000
             */
            balance: number;
            /**
             * @description The amounts owed now. In cents.
             * @example 388000000
             */
            current_balance: number;
        };
        WriteNotes: {
            /**
             * @description What was not done as asked, and why; usually nothing.
             * @example [
             *       "status: disputed is kept, not changed to active; PATCH it with a reason, since a hold is lifted by a person only"
             *     ]
             */
            warnings: string[];
        };
    };
    responses: {
        /** @description The body is no JSON object, or the path is not valid percent-encoded UTF-8. */
        malformed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no API key in `Authorization: Bearer KEY`, or it is unknown, expired or revoked. */
        unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The API key has not the scope that the route needs. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such record. */
        not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The route does not take this method. */
        method_not_allowed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request conflicts with what the books have. With `Idempotency-Key`: the first request with it is still under way; try again. */
        conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The record has changed since it was read: read it again, and send `If-Match` with its new `ETag`. */
        precondition_failed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the route takes. */
        too_large: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is sent as another content type; send `Content-Type: application/json`. */
        unsupported_media_type: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request can be read, and something in it is wrong; `errors` names every field at fault. With `Idempotency-Key`: the key was used with another body. */
        invalid: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-Match` is missing: read the record, and send it with the record's `ETag`. */
        precondition_required: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key sends more requests than it may; wait as long as `Retry-After` says. */
        too_many_requests: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service failed; its log has the request id. */
        internal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database is away or too busy; try again after `Retry-After` seconds. */
        unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The caller's own `X-Request-Id`, where it has 1 to 128 letters, digits, `.`, `_`, `:`, `-`; else a new one. */
        "X-Request-Id": string;
        /** @description The record's version in quotes; goes into `If-Match` of a change. */
        ETag: string;
        /** @description After how many seconds to try again. */
        "Retry-After": string;
        /** @description `true` where the answer is the stored one of an earlier request with the same `Idempotency-Key`. */
        "Idempotency-Replayed": "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    alarms_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AlarmView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    apiKeys_list: {
        parameters: {
            query?: {
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    apiKeys_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyBody"];
            };
        };
        responses: {
            /** @description The key as it was made, with its secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NewApiKeyView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            /** @description The scope `admin` is missing, or a scope is asked for that your own key has not. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    apiKeys_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    apiKeys_revoke: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    auditEvents_list: {
        parameters: {
            query?: {
                /** @description The API key's id. */
                actor_id?: string;
                /**
                 * @description What kind of caller did it.
                 * @example api_key
                 */
                actor_kind?: "api_key" | "bootstrap_key" | "cli" | "system";
                /**
                 * @description What was done. Closing an account, too, is a `debt_account.changed`: its `changes.status` says so.
                 * @example debt_account.changed
                 */
                action?: "api_key.created" | "api_key.revoked" | "billing_account.sent" | "billing_accounts.requeued" | "billing_lane.paused" | "billing_lane.resumed" | "billing_run.asked" | "billing_run.cancelled" | "billing_run.confirmed" | "billing_difference.repaired" | "billing_reconciliation.cancelled" | "billing_reconciliation.started" | "customer.changed" | "customer.created" | "customer.removed" | "customer.revealed" | "debt_account.changed" | "debt_account.created" | "demo.loaded" | "ledger_entry.posted" | "location.changed" | "location.created" | "location.removed";
                /**
                 * @description To what kind of record.
                 * @example debt_account
                 */
                record_kind?: "api_key" | "billing_lane" | "billing_run" | "billing_difference" | "billing_reconciliation" | "customer" | "debt_account" | "installation" | "ledger_entry" | "location";
                /** @description Our id of the record; with its `record_kind`. */
                record_id?: string;
                /**
                 * @description The external id or our id of an account: all events that belong to it.
                 * @example D-1001
                 */
                debt_account?: string;
                /** @description `X-Request-Id` of the answer. */
                request_id?: string;
                /**
                 * @description At or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                since?: string;
                /**
                 * @description Before this time.
                 * @example 2026-02-01T00:00:00Z
                 */
                until?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEventView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingWorklist_list: {
        parameters: {
            query?: {
                /**
                 * @description Only accounts in this state.
                 * @example quarantined
                 */
                state?: "pending" | "unknown" | "retrying" | "synced" | "quarantined" | "conflict" | "not_needed" | "sending";
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingAccountListView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingWorklist_requeue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequeueBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RequeuedView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingAccounts_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingWorklist_attempts: {
        parameters: {
            query?: {
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingAttemptView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingAccounts_lookUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountThereView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Gotransverse is not set, or could not be asked; `detail` says why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    billingAccounts_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description How the account stands after the attempt; look at `posted_sequence` and `reason`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description Another attempt is under way, or the database holds demo data; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Nothing can be sent: no Gotransverse, no access, or a name that it does not know. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    billingAccounts_resend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description How the account stands after the attempt; look at `state` and `reason`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description Another attempt is under way, or the database holds demo data; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Nothing can be sent: no Gotransverse, no access, or a name that it does not know. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    billingLane_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingLaneView"];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingLane_pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingLaneView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    reconciliations_list: {
        parameters: {
            query?: {
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReconciliationView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    reconciliations_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReconciliationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            /** @description One is under way already, or the database holds demo data; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description No Gotransverse is set. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconciliations_readDifference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DifferenceView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    reconciliations_repair: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepairBody"];
            };
        };
        responses: {
            /** @description How the difference stands after the attempt; look at `state` and `reason`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DifferenceView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The account is being sent just now, nothing can be done about the difference from here, or the database holds demo data; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Gotransverse is not set, or could not be asked; `detail` says why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reconciliations_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReconciliationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    reconciliations_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReconciliationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description It has ended already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    reconciliations_listDifferences: {
        parameters: {
            query?: {
                /**
                 * @description Of what type.
                 * @example status
                 */
                type?: "missing" | "unknown_here" | "duplicate" | "status" | "party" | "address" | "content" | "balance" | "adjustment_pending" | "adjustment_forgotten" | "adjustment_doubled" | "adjustment_foreign" | "adjustment_gone";
                /**
                 * @description How they stand.
                 * @example open
                 */
                state?: "open" | "repaired" | "failed" | "gone";
                /**
                 * @description The external id or our id of an account.
                 * @example D-1001
                 */
                debt_account?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DifferenceView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    referenceData_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReferenceDataView"];
                        meta: components["schemas"]["ReferenceDataMeta"];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Gotransverse is not set, or could not be asked; `detail` says why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    billingLane_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingLaneView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingRuns_list: {
        parameters: {
            query?: {
                /**
                 * @description Only runs in this state, as it is stored.
                 * @example finished
                 */
                state?: "queued" | "running" | "needs_confirmation" | "finished" | "cancelled" | "failed";
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingRuns_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BillingRunBody"];
            };
        };
        responses: {
            /** @description The run, as it was asked for. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            /** @description A run is under way, or the database holds demo data; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description No Gotransverse is set. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    billingRuns_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingRuns_accounts: {
        parameters: {
            query?: {
                /**
                 * @description Only accounts that this became of.
                 * @example quarantined
                 */
                outcome?: "created" | "changed" | "unchanged" | "not_needed" | "quarantined" | "conflict" | "retrying" | "unknown" | "pending";
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunAccountView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingRuns_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description It has ended. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingRuns_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description Our own id of the record, as its `id` has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingRunView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description It does not wait for a confirmation. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    bulk_upsert: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            /** @description What became of each record; look at `meta.failed`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BulkResults"];
                        meta: components["schemas"]["BulkCounts"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_list: {
        parameters: {
            query?: {
                /**
                 * @description Exactly this one.
                 * @example C-1001
                 */
                external_id?: string;
                /** @description Our own id. */
                id?: string;
                /**
                 * @description Persons or organizations.
                 * @example person
                 */
                kind?: "person" | "organization";
                /**
                 * @description Made at or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                created_since?: string;
                /**
                 * @description Made or changed at or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                updated_since?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerBody"];
            };
        };
        responses: {
            /** @description The customer as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            /** @description The external id is taken: give another one, or read the customer that is there. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_replace: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerReplacement"];
            };
        };
        responses: {
            /** @description The customer as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            /** @description The customer as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_remove: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The customer has debt accounts; one without any can be removed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customers_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412), and without it (428). */
                "If-Match": string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerChange"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            428: components["responses"]["precondition_required"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_list: {
        parameters: {
            query?: {
                /**
                 * @description The external id, our id, or the creditor's account number.
                 * @example 4417-20
                 */
                any_id?: string;
                /**
                 * @description Exactly this one.
                 * @example D-1001
                 */
                external_id?: string;
                /** @description Our own id. */
                id?: string;
                /**
                 * @description The creditor's own number.
                 * @example 4417-20
                 */
                external_account_number?: string;
                /**
                 * @description The customer's external id or our id.
                 * @example C-1001
                 */
                customer_id?: string;
                /**
                 * @description The external id or our id of the main location.
                 * @example NORTHWIND
                 */
                location_id?: string;
                /**
                 * @description An account's external id or our id: it, its parent, and all children of that.
                 * @example D-1000
                 */
                family?: string;
                /**
                 * @description The parent's external id or our id: its children.
                 * @example D-1000
                 */
                parent_external_id?: string;
                /**
                 * @description One or several, separated by commas or given several times.
                 * @example [
                 *       "active",
                 *       "disputed"
                 *     ]
                 */
                status?: ("active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed")[];
                /**
                 * @description Placed cents, at least.
                 * @example 100000
                 */
                min_balance?: number;
                /**
                 * @description Placed cents, at most.
                 * @example 500000
                 */
                max_balance?: number;
                /**
                 * @description Cents owed now, at least.
                 * @example 100000
                 */
                min_current_balance?: number;
                /**
                 * @description Cents owed now, at most.
                 * @example 500000
                 */
                max_current_balance?: number;
                /**
                 * @description Placed on this day or later.
                 * @example 2026-01-01
                 */
                placed_from?: string;
                /**
                 * @description Placed on this day or earlier.
                 * @example 2026-01-31
                 */
                placed_until?: string;
                /**
                 * @description Made here at or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                created_since?: string;
                /**
                 * @description Made or changed at or after this time, its balances included.
                 * @example 2026-01-31T00:00:00Z
                 */
                updated_since?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DebtAccountBody"];
            };
        };
        responses: {
            /** @description The account as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            /** @description The external id is taken, or the parent has entries of its own and so cannot become one; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_replace: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DebtAccountReplacement"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            /** @description The account as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The parent has entries of its own, or the itemization was used towards the debtor; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_close: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412), and without it (428). */
                "If-Match": string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DebtAccountChange"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The parent has entries of its own, or the itemization was used towards the debtor; `detail` says which. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            428: components["responses"]["precondition_required"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    billingPreview_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BillingPreviewView"];
                        meta: components["schemas"]["BillingPreviewMeta"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            /** @description Gotransverse is not set, or its reference data cannot be had; `detail` says why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    debtAccounts_entries: {
        parameters: {
            query?: {
                /**
                 * @description Only entries of this kind.
                 * @example payment
                 */
                kind?: "placement" | "payment" | "fee" | "interest" | "cost" | "adjustment" | "reversal";
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LedgerEntryView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccounts_postEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LedgerEntryBody"];
            };
        };
        responses: {
            /** @description The entry that was there already: the same reference with the same content. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LedgerEntryView"];
                    };
                };
            };
            /** @description The entry as it was written. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LedgerEntryView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The reference belongs to an entry of other content, the entry is reversed already, or the account is a parent, whose balance comes from its children. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    jitPreview_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["JitPreviewView"];
                        meta: components["schemas"]["JitPreviewMeta"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    timeline_list: {
        parameters: {
            query?: {
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: (components["schemas"]["LedgerEntryItem"] | components["schemas"]["AuditEventItem"] | components["schemas"]["JitRequestItem"] | components["schemas"]["PaymentTakenItem"] | components["schemas"]["PaymentSettledItem"])[];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    doctor_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DoctorReport"];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    jitRequests_list: {
        parameters: {
            query?: {
                /**
                 * @description The external id or our id of the account that was told.
                 * @example D-1001
                 */
                debt_account?: string;
                /**
                 * @description What was asked for in vain.
                 * @example D-9999
                 */
                asked_external_id?: string;
                /**
                 * @description How the call ended.
                 * @example found
                 */
                outcome?: "found" | "unknown_account" | "bad_request" | "throttled" | "deadline" | "unavailable" | "failed";
                /**
                 * @description The status that it was answered with.
                 * @example 200
                 */
                http_status?: number;
                /** @description `X-Request-Id` of the answer. */
                request_id?: string;
                /**
                 * @description At or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                since?: string;
                /**
                 * @description Before this time.
                 * @example 2026-02-01T00:00:00Z
                 */
                until?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["JitRequestView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_list: {
        parameters: {
            query?: {
                /**
                 * @description Exactly this one.
                 * @example NORTHWIND
                 */
                external_id?: string;
                /** @description Our own id. */
                id?: string;
                /**
                 * @description Part of the name; case and accents don't count.
                 * @example northwind
                 */
                name?: string;
                /**
                 * @description What it stands for.
                 * @example original_creditor
                 */
                type?: "original_creditor" | "current_creditor" | "product_type";
                /**
                 * @description Made or changed at or after this time.
                 * @example 2026-01-31T00:00:00Z
                 */
                updated_since?: string;
                /**
                 * @description How many records a page has. Absent, it is 50.
                 * @example 50
                 */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters. Absent, the list begins. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationBody"];
            };
        };
        responses: {
            /** @description The location as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            /** @description The external id is taken, or the name is, by a location of the same type; `detail` says which. Give it another one, or read the location that is there. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_replace: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationReplacement"];
            };
        };
        responses: {
            /** @description The location as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            /** @description The location as it was made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"];
                        meta: components["schemas"]["WriteNotes"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The name is taken by another location of the same type. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_remove: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412). */
                "If-Match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description Debt accounts name it; a location can be removed when none does. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    locations_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of the record as it was read: the change is refused where somebody else has changed it since (412), and without it (428). */
                "If-Match": string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
                /** @description Why it is done, for the audit trail; the body's `reason` goes before it. */
                "X-Reason"?: string;
            };
            path: {
                /** @description The record's `external_id`, percent-encoded (`A/B 1` is `A%2FB%201`), or our `id`. Where both could be meant, the external id is. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationChange"];
            };
        };
        responses: {
            /** @description It was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LocationView"];
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description The name is taken by another location of the same type. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            428: components["responses"]["precondition_required"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    customerSearch_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonCriteria"];
            };
        };
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            /** @description `date_of_birth` and `ssn_last4` need the scope `pii`; every search needs `read`. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    debtAccountSearch_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DebtAccountSearch"];
            };
        };
        responses: {
            /** @description One page of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DebtAccountView"][];
                        meta: {
                            /** @description Goes into `cursor` to read on; `null` at the end. */
                            next_cursor: string | null;
                        };
                    };
                };
            };
            400: components["responses"]["malformed"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    stats_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StatsView"];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["too_many_requests"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["internal"];
        };
    };
    health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can serve. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["internal"];
            /** @description It cannot serve now; `reasons` say why, such as `stopping`. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    jit_answer: {
        parameters: {
            query: {
                /**
                 * @description The account's external id, percent-encoded.
                 * @example D-1001
                 */
                debt_account_external_id: string;
            };
            header?: never;
            path: {
                /** @description The secret that `JIT_TOKENS` has. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Always `no-store`. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitAnswerView"];
                };
            };
            /** @description The external id is missing, empty, repeated or longer than 255 characters. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitErrorView"];
                };
            };
            /** @description There is no such account, the token is wrong, or the address is not allowed. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitErrorView"];
                };
            };
            /** @description The source keeps asking for what does not exist. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description After how many seconds to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitErrorView"];
                };
            };
            /** @description The service failed; its log has the request id. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitErrorView"];
                };
            };
            /** @description The database is away, or the deadline would pass. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description After how many seconds to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JitErrorView"];
                };
            };
        };
    };
    metrics_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts and durations in Prometheus' text format. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    apiDocument_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            500: components["responses"]["internal"];
        };
    };
}
