import { type DynamicModule, Module } from '@nestjs/common';
import { ActivityModule } from './activity/activity.module.js';
import { BillingModule } from './billing/billing.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { DebtAccountsModule } from './debt-accounts/debt-accounts.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { JitModule } from './jit/jit.module.js';
import { LocationsModule } from './locations/locations.module.js';
import type { ResolvedSettings } from './platform/config/resolved-settings.js';
import { PlatformModule } from './platform/platform.module.js';

/** The whole service. */
@Module({})
export class AppModule {
  static with(settings: ResolvedSettings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(settings),
        LocationsModule,
        CustomersModule,
        DebtAccountsModule,
        ImportsModule,
        JitModule,
        BillingModule,
        ActivityModule,
      ],
    };
  }
}
