import type { CallRowFragment } from '@earshot/graphql-api';
import { engineLabel, isScripted } from './engine-name.js';
import './engine-name.css';

/** The name of a call's speech engine. Sample text stands out. */
export function EngineName({ call }: { call: Pick<CallRowFragment, 'engine' | 'status'> }) {
  return <span className={isScripted(call.engine) ? 'engine engine-scripted' : 'engine'}>{engineLabel(call)}</span>;
}
