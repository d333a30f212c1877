/**
 * Codes of the catalogue (`errors.ts`) after which sending again changes nothing, apart from it because a phone needs to know no more: what it shows is chosen
 * by its screens. A code that is not among them, as one of a later server, means: later.
 */
export const finalCodes: ReadonlySet<string> = new Set([
  'bad-message',
  'bad-batch',
  'bad-entry',
  'bad-signature',
  'bad-certificate',
  'bad-body',
  'too-large',
  'replaced',
  'revoked',
  'not-found',
  'person-ended',
  'handle-taken',
  'bad-handle',
  'handover-taken',
  'bad-endpoint',
]);
