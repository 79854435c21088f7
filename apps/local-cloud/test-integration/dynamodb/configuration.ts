/**
 * Tables of every kind that the provider reads in a way of its own. The platform's global table is not among them, which
 * the platform's test of the whole system applies, nor a replica with a default key or protection: over these the
 * provider waits for minutes, whatever it is answered.
 */
export function tablesConfiguration(): object {
  const stream = { stream_enabled: true, stream_view_type: 'NEW_AND_OLD_IMAGES' };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: { aws: { region: 'us-east-1' } },
    variable: { v: { default: '1' } },
    resource: {
      aws_dynamodb_table: {
        provisioned: {
          name: 'provisioned',
          hash_key: 'id',
          read_capacity: 5,
          write_capacity: 5,
          attribute: [
            { name: 'id', type: 'N' },
            { name: 'owner', type: 'S' },
          ],
          global_secondary_index: [
            {
              name: 'by-owner',
              hash_key: 'owner',
              projection_type: '${var.v == "1" ? "KEYS_ONLY" : "ALL"}',
              read_capacity: 3,
              write_capacity: 3,
            },
          ],
        },
        indexed: {
          name: 'indexed',
          hash_key: 'id',
          range_key: 'at',
          billing_mode: 'PAY_PER_REQUEST',
          table_class: '${var.v == "1" ? "STANDARD_INFREQUENT_ACCESS" : "STANDARD"}',
          attribute: [
            { name: 'id', type: 'S' },
            { name: 'at', type: 'B' },
            { name: 'rank', type: 'N' },
          ],
          local_secondary_index: [
            { name: 'by-rank', range_key: 'rank', projection_type: 'INCLUDE', non_key_attributes: ['a', 'b'] },
          ],
          on_demand_throughput: { max_read_request_units: 10, max_write_request_units: 10 },
          point_in_time_recovery: { enabled: true, recovery_period_in_days: '${var.v == "1" ? 35 : 7}' },
          server_side_encryption: { enabled: true },
        },
        inline: {
          name: 'inline',
          hash_key: 'id',
          billing_mode: 'PAY_PER_REQUEST',
          attribute: [{ name: 'id', type: 'S' }],
          ttl: { attribute_name: 'until', enabled: true },
          replica: [
            { region_name: 'eu-west-1', point_in_time_recovery: true, propagate_tags: true },
            { region_name: 'ap-south-1' },
          ],
          tags: { version: '${var.v}' },
          ...stream,
        },
      },
    },
  };
}
