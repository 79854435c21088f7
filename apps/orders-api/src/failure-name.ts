/**
 * What is told of a failure in public: its kind, such as `ECONNREFUSED` or `AccessDeniedException`. A message may tell of
 * accounts, hosts and roles.
 */
export function failureName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
