// Loaded before a service: where the stack is killed without a chance to stop it, the service stops by itself.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
