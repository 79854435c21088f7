import { BaseStack } from '@active-active/construct-kit';
import { CertificateValidation, EvacuationSwitchBucket, HostedZone, LatencyRouting } from '@active-active/dns';
import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { App } from 'cdktf';

const app = new App();
const zoneName = 'myapp.com';
const recordName = 'api.myapp.com';

function stackIn(region: string, key: string, id: string): BaseStack {
  return new BaseStack(app, id, {
    environment: 'production',
    account: '111122223333',
    region,
    state: { type: 's3', bucket: `production-${key}-terraform-state`, region },
  });
}

// Each region's bucket holds the switch of the other one.
const virginia = stackIn('us-east-1', 'use1', 'switches-us-east-1');
new EvacuationSwitchBucket(virginia, 'switches', { bucketName: 'production-use1-evacuation' });
const ireland = stackIn('eu-west-1', 'euw1', 'switches-eu-west-1');
new EvacuationSwitchBucket(ireland, 'switches', { bucketName: 'production-euw1-evacuation' });

const dns = stackIn('us-east-1', 'use1', 'dns');
const zone = new HostedZone(dns, 'zone', { zoneName, recordName, recordPolicy: 'cname' });

const certificate = new AcmCertificate(dns, 'certificate', { domainName: recordName, validationMethod: 'DNS' });
const option = certificate.domainValidationOptions.get(0);
new CertificateValidation(dns, 'validation', {
  zoneId: zone.outputs.zoneId,
  resourceRecordName: option.resourceRecordName,
  resourceRecordType: option.resourceRecordType,
  resourceRecordValue: option.resourceRecordValue,
});

new LatencyRouting(dns, 'routing', {
  zoneId: zone.outputs.zoneId,
  zoneName,
  recordName,
  recordPolicy: 'cname',
  healthCheck: { path: '/healthz' },
  regions: {
    'us-east-1': {
      albDnsName: 'production-use1-1234567890.us-east-1.elb.amazonaws.com',
      albZoneId: 'Z35SXDOTRQ7X7K',
      evacuationSwitch: { bucketName: 'production-euw1-evacuation', bucketRegion: 'eu-west-1' },
    },
    'eu-west-1': {
      albDnsName: 'production-euw1-1234567890.eu-west-1.elb.amazonaws.com',
      albZoneId: 'Z32O12XQLNTSW2',
      evacuationSwitch: { bucketName: 'production-use1-evacuation', bucketRegion: 'us-east-1' },
    },
  },
});

app.synth();
