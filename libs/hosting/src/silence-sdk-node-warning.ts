/**
 * On Node 20, the AWS SDK prints nine lines about SDK versions of the future at the first client. package-lock.json pins versions
 * that run on it. A value that the operator set stays. Call it before any client is created.
 */
export function silenceSdkNodeWarning(env: NodeJS.ProcessEnv): void {
  env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
