// Loaded before a service, so that the service stops when the stack is killed and cannot stop it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
