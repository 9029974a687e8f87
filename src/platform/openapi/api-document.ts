import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The API's document, made when somebody first asks for it. */
@Injectable()
export class ApiDocument {
  private build: () => OpenAPIObject = () => {
    throw new Error('Nobody said how the document is built');
  };
  private built: OpenAPIObject | undefined;

  /** Before the service listens. */
  comesFrom(build: () => OpenAPIObject): void {
    this.build = build;
  }

  read(): OpenAPIObject {
    this.built ??= this.build();
    return this.built;
  }
}
