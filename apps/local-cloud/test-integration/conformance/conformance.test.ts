/**
 * The calls that a user of the SDK makes, in two regions, against what AWS documents. The files of this folder share one
 * local cloud: each holds the services of a group and is no test file by itself.
 */
import { clients } from './clients';
import './network';
import './load-balancing';
import './images';
import './containers';
import './storage';
import './cache';
import './keys-and-roles';
import './accounts';
import './dns';
import './certificates-and-filters';
import './telemetry';
import './observability';
import './resilience';
import './blackout';

beforeAll(() => clients.cloud.up());
afterAll(() => clients.remove());
