import { optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import type { z } from 'zod';

export const uploadSettings = {
  EARSHOT_DATA_DIR: sharedSettings.EARSHOT_DATA_DIR,
  EARSHOT_RECORDINGS_AT_ONCE: wholeNumberSetting(1, 64, 2).describe(
    'Recordings (docs/how-to/upload-recordings.md) that are turned into calls at once. The others wait.',
  ),
  EARSHOT_RECORDINGS_PACE: wholeNumberSetting(0, 1_000, 4).describe(
    'How much faster than real time a recording is read, at most. It waits while ingest refuses new calls or transcription is behind. 0: as fast as that allows.',
  ),
  EARSHOT_RECORDINGS_FILE_BYTES: wholeNumberSetting(1_024, 1_099_511_627_776, 1_073_741_824).describe(
    'The largest recording that is accepted (UPLOAD_TOO_LARGE).',
  ),
  EARSHOT_RECORDINGS_MAX_MINUTES: wholeNumberSetting(1, 1_440, 480).describe(
    'The longest recording, as it plays. The call of a longer one ends there (UPLOAD_TOO_LONG).',
  ),
  EARSHOT_RECORDINGS_PER_CLIENT: wholeNumberSetting(1, 100_000, 1_000).describe(
    'Recordings of one access key that may wait or arrive at once; further ones are refused (TOO_MANY_UPLOADS).',
  ),
  EARSHOT_RECORDINGS_WAITING_BYTES: wholeNumberSetting(1_048_576, 1_099_511_627_776, 21_474_836_480).describe(
    'Recordings of all clients together that wait in EARSHOT_DATA_DIR; further ones are refused (UPLOADS_FULL).',
  ),
  EARSHOT_RECORDINGS_FOLDER: optionalTextSetting.describe(
    'A folder whose recordings become calls. A file is taken when it has stopped growing, and moves to done or failed in it.',
  ),
};

export type UploadSettings = z.infer<z.ZodObject<typeof uploadSettings>>;
