// Node loads this before a service. The service then stops itself when the stack is killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
