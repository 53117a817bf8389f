/** Whose words a phrase or pattern is written for: the same words mean less from an agent, who says them out of duty. */
export type Viewpoint = 'CUSTOMER' | 'AGENT';
