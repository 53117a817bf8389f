// Node loads this before a tool. The tool then stops itself when the process that started it is killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
