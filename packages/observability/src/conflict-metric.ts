/** CloudWatch namespace of the application's own metrics, where no other is given. */
export const DEFAULT_METRICS_NAMESPACE = 'ActiveActive';

/**
 * The contract with the application: an OpenTelemetry counter of this name, increased by one for each conflict of writes
 * that it detects, with the attribute `region`, the region that detected it. `service.name` is the resource's attribute,
 * which the SDK takes from `OTEL_SERVICE_NAME`. The collector publishes it with exactly these two dimensions, whatever
 * other attributes the application adds.
 */
export const CONFLICT_METRIC = {
  name: 'write_conflicts_detected',
  dimensions: ['region', 'service.name'],
} as const;

/**
 * Span attributes that X-Ray indexes as annotations: `region` that served, `home_region` of the item, and whether the
 * request was `forwarded` to its home region (boolean).
 */
export const INDEXED_ANNOTATIONS = ['region', 'home_region', 'forwarded'] as const;
