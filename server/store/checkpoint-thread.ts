import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { whyNotWritten } from './write-failure.ts';

// A thread that copies the write-ahead log into the database while the writer goes on: copying and syncing 10 MB takes 100 ms, in which nobody would be
// answered. What was written meanwhile is left for the writer, who alone can begin the log anew.

const port = parentPort as MessagePort;
const database = new Database(workerData as string);
database.pragma('synchronous = FULL');
database.pragma('wal_autocheckpoint = 0');

port.on('message', (message: 'copy' | 'close') => {
  if (message === 'close') {
    database.close();
    port.close();
    return;
  }
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
    port.postMessage(null);
  } catch (error) {
    port.postMessage(whyNotWritten(error));
  }
});
