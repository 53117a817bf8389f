import type { Dialogue } from '../dialogue.js';
import { billingDispute } from './billing-dispute.js';
import { cardPayment } from './card-payment.js';
import { internetOutage } from './internet-outage.js';
import { supervisorJoins } from './supervisor-joins.js';

export const dialogues: readonly Dialogue[] = [billingDispute, internetOutage, cardPayment, supervisorJoins];
