/** The speaker that a phrase or pattern is written for. The same words mean less from an agent, who says them as part of the work. */
export type Viewpoint = 'CUSTOMER' | 'AGENT';
