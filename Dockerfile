# The server and its command line in an image with nothing but Node. docs/operations.md says how to run it.
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run bundle

FROM node:24-slim
WORKDIR /app
COPY --from=build /src/dist/server .
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
EXPOSE 3000
USER node
HEALTHCHECK CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]
