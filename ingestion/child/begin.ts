import { lockDown } from '@/ingestion/child/lock-down';
import { dieWithParent } from '@/ingestion/child/watch-parent';

// Imported first by what runs in a reading process, so that it has been done when the next module runs.
const [parentPid, folder] = process.argv.slice(2);
dieWithParent(Number(parentPid));
lockDown(String(folder));
