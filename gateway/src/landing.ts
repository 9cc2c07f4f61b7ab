import { Router } from 'express';

export interface DemoCallerChoice {
  readonly name: string;
  readonly label: string;
  readonly purposes: readonly string[];
}

export interface LandingOptions {
  readonly callers: readonly DemoCallerChoice[];
  mint(caller: string): Promise<string>;
}

export function landing(_options: LandingOptions | undefined): Router {
  return Router();
}
