export { type Credentials, type Issuer, statePurpose, verifyToken } from './caller.js';
export { type DemoCaller, demoCallers } from './demo-callers.js';
export { atConsent, type DisclosureSink, inDatabase } from './disclosure.js';
export { type DevelopmentIssuer, demoCaller, developmentIssuer } from './issuer.js';
export { landing } from './landing.js';
export { rooms } from './rooms.js';
export { applyRules } from './rules.js';
export { type Gateway, startGateway } from './server.js';
export { navQuery } from './welcome.js';
