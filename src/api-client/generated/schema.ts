// Generated from docs/openapi.json by "npm run openapi". Do not edit.
export interface paths {
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debt-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
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
        get?: never;
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
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
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
             * @description Your own texts about it, told to Tratta too. Leave a key out instead of giving it an empty value.
             * @example {
             *       "segment": "A"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
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
             * @description The creditor's own number.
             * @example 4417-20
             */
            external_account_number?: string | null;
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
             * @description Absent, it is `active`.
             * @example active
             * @enum {string|null}
             */
            status?: "active" | "disputed" | "bankruptcy" | "deceased" | "attorney" | "cease_contact" | "settled" | "paid" | "recalled" | "closed" | null;
            /** @description Passed on to Tratta. */
            billing_type?: string[] | null;
            /** @description Passed on to Tratta. */
            payment_plan?: components["schemas"]["PaymentPlanBody"] | null;
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
             * @example 2026-02-01T09:00:00Z
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
             * @description Why, in your own words; kept with the entry.
             * @example Paid by check at the branch
             */
            reason?: string | null;
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
        };
        LocationRefBody: {
            /**
             * @description Its external id or our id.
             * @example CARD-PRODUCTS
             */
            external_id: string;
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
    customers_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the stored answer. */
                "Idempotency-Key"?: string;
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
