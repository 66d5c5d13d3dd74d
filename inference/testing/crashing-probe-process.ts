/** A provider whose library ends the process that loads it. */
process.once('message', () => process.kill(process.pid, 'SIGSEGV'));
