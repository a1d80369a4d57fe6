# One image for the server, the worker and the tools: docs/running.md says how each is started.
FROM node:24-bookworm-slim AS build
WORKDIR /enamel
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The build checks the types of everything, the scripts that start tests included; the image has no use for tests.
RUN node scripts/run.mjs build && npm prune --omit=dev --ignore-scripts && rm -rf tests vitest.config.ts

FROM node:24-bookworm-slim
WORKDIR /enamel
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 ENAMEL_HOST=0.0.0.0
# The programs belong to root and the server is not root: a flaw in it cannot change them.
COPY --from=build /enamel ./
RUN install -d -o node -g node -m 700 /var/lib/enamel/store
VOLUME /var/lib/enamel/store
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
CMD ["node", "scripts/run.mjs", "start"]
