import { parse } from 'yaml';

const PINNED_IMAGE = /^[^\s@]+:[^\s@:]*\d[^\s@:]*@sha256:[0-9a-f]{64}$/;
const PINNED_ACTION = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

/** The images that a Dockerfile builds on: those of its FROM lines, without its own stages. A variable stands for its default. */
export function findBaseImages(dockerfile) {
  const defaults = new Map([...dockerfile.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
  const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
  const images = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)/gm)].map(([, image]) =>
    image.replace(/\$\{(\w+)\}/g, (whole, name) => defaults.get(name) ?? whole),
  );
  return [...new Set(images)].filter((image) => !stages.includes(image) && image !== 'scratch');
}

/** The images that a Compose file pulls. It builds the others. */
export const findPulledImages = (compose) =>
  Object.values(parse(compose, { merge: true }).services)
    .filter(({ build }) => build === undefined)
    .map(({ image }) => image);

/** The actions of other people that a workflow of GitHub runs. */
export const findActions = (workflow) => [...workflow.matchAll(/^\s*(?:- )?uses: (\S+)/gm)].map(([, action]) => action);

/** Finds images without a full version and a digest: their name may stand for another image tomorrow. */
export const findUnpinnedImages = (images) => images.filter((image) => !PINNED_IMAGE.test(image));

/** Finds actions that are not named by a commit: their authors can move a tag. */
export const findUnpinnedActions = (actions) =>
  actions.filter((action) => !action.startsWith('./') && !PINNED_ACTION.test(action));
