import { CreateCalls1795500000000 } from './1795500000000-create-calls.js';
import { IndexCalls1795500000001 } from './1795500000001-index-calls.js';
import { TranscriptProgress1796000000000 } from './1796000000000-transcript-progress.js';
import { ShardLeases1796000000010 } from './1796000000010-shard-leases.js';
import { DeadLetters1796000000020 } from './1796000000020-dead-letters.js';
import { SharedSettings1796000000030 } from './1796000000030-shared-settings.js';
import { TracksAndParticipants1796000000040 } from './1796000000040-tracks-and-participants.js';
import { SpeechReadiness1796000000050 } from './1796000000050-speech-readiness.js';
import { HiddenSpans1796000000060 } from './1796000000060-hidden-spans.js';
import { RecordedAudio1796000000061 } from './1796000000061-recorded-audio.js';
import { SearchText1796000000070 } from './1796000000070-search-text.js';
import { SealedDeadLetters1796000000080 } from './1796000000080-sealed-dead-letters.js';
import { FinalSpans1796000000090 } from './1796000000090-final-spans.js';
import { Agents1796000000100 } from './1796000000100-agents.js';
import { EstimatedWordTimes1796000000110 } from './1796000000110-estimated-word-times.js';
import { AssignedRoles1796000000120 } from './1796000000120-assigned-roles.js';
import { Silences1796000000130 } from './1796000000130-silences.js';
import { SentimentEngines1796000000140 } from './1796000000140-sentiment-engines.js';
import { SpeechEngines1796000000150 } from './1796000000150-speech-engines.js';
import { Issues1796000000160 } from './1796000000160-issues.js';
import { AccessKeys1796000000170 } from './1796000000170-access-keys.js';
import { CallOwner1796000000180 } from './1796000000180-call-owner.js';
import { Audit1796000000190 } from './1796000000190-audit.js';
import { CallKeys1796000000200 } from './1796000000200-call-keys.js';
import { People1796000000210 } from './1796000000210-people.js';
import { Lifecycle1796000000230 } from './1796000000230-lifecycle.js';
import { Retention1796000000240 } from './1796000000240-retention.js';
import { ProviderTokens1796000000260 } from './1796000000260-provider-tokens.js';
import { Provisioning1796000000270 } from './1796000000270-provisioning.js';
import { Pauses1796000000280 } from './1796000000280-pauses.js';
import { AccessTokens1796000000300 } from './1796000000300-access-tokens.js';
import { PauseChanges1796000000310 } from './1796000000310-pause-changes.js';
import { NumberDigests1796000000320 } from './1796000000320-number-digests.js';
import { CallChanges1796000000330 } from './1796000000330-call-changes.js';
import { RoleDecisions1796000000350 } from './1796000000350-role-decisions.js';
import { Notifications1796000000360 } from './1796000000360-notifications.js';
import { TextCalls1796000000380 } from './1796000000380-text-calls.js';
import { CallClaims1796000000400 } from './1796000000400-call-claims.js';

/** Every migration, oldest first. */
export const migrations = [
  CreateCalls1795500000000,
  IndexCalls1795500000001,
  TranscriptProgress1796000000000,
  ShardLeases1796000000010,
  DeadLetters1796000000020,
  SharedSettings1796000000030,
  TracksAndParticipants1796000000040,
  SpeechReadiness1796000000050,
  HiddenSpans1796000000060,
  RecordedAudio1796000000061,
  SearchText1796000000070,
  SealedDeadLetters1796000000080,
  FinalSpans1796000000090,
  Agents1796000000100,
  EstimatedWordTimes1796000000110,
  AssignedRoles1796000000120,
  Silences1796000000130,
  SentimentEngines1796000000140,
  SpeechEngines1796000000150,
  Issues1796000000160,
  AccessKeys1796000000170,
  CallOwner1796000000180,
  Audit1796000000190,
  CallKeys1796000000200,
  People1796000000210,
  Lifecycle1796000000230,
  Retention1796000000240,
  ProviderTokens1796000000260,
  Provisioning1796000000270,
  Pauses1796000000280,
  AccessTokens1796000000300,
  PauseChanges1796000000310,
  NumberDigests1796000000320,
  CallChanges1796000000330,
  RoleDecisions1796000000350,
  Notifications1796000000360,
  TextCalls1796000000380,
  CallClaims1796000000400,
];
