import { recoveryJa } from '../text/recovery-ja.ts';
import { addJapanese } from '../text/words.ts';

export { RecoveryWords } from './recovery-words.tsx';
export { Restore } from './restore.tsx';

addJapanese(recoveryJa);
