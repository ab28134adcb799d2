/** A blog whose posts are announced and pushed, from components of the package. */

import * as blog from "@event-driven/blog";

const identity = new blog.Identity("identity", { deletionProtection: false });
const api = new blog.BlogApi("blog", {
  issuer: identity.issuer,
  audience: identity.audience,
  publicReading: false,
  throttle: { rate: 50, burst: 100 },
  logRetentionDays: 7,
  deletionProtection: false,
});
const pipeline = new blog.EventPipeline("events", {
  postsStreamArn: api.postsStreamArn,
  postsUrl: api.postsUrl,
  httpApi: api.httpApi,
  deletionProtection: false,
});
const gateway = new blog.RealtimeGateway("realtime", {
  busName: pipeline.busName,
  httpApi: api.httpApi,
  deletionProtection: false,
});

const { places } = new blog.Operations("operations", {
  nodes: [api.nodes, pipeline.nodes, gateway.nodes],
  httpApiId: api.httpApi.id,
  busName: pipeline.busName,
  archiveName: pipeline.archiveName,
  websocketApiId: gateway.apiId,
  accountConcurrency: 1000,
});

export const apiUrl = api.url;
export const websocketUrl = gateway.url;
export const creationRule = pipeline.creationRule.name;
export { places as operations };
