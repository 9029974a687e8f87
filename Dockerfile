# The service as an image: built with everything, run with only what it needs.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# npm runs no package's install script (.npmrc), so nothing but packages is fetched. Not `npm ci`: npm 11 and
# later refuse with it a lock file in which another system's optional packages are missing (npm/cli#9846).
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY tsconfig.json tsconfig.build.json prisma.config.ts ./
COPY tools/prepare.mjs tools/
COPY tools/preparing tools/preparing
COPY prisma prisma
COPY src src
RUN npm run build
# Without the optional packages there is no embedded PostgreSQL either: a container is given a database.
RUN npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
WORKDIR /app
RUN groupadd --system --gid 10001 arrears \
 && useradd --system --uid 10001 --gid arrears --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin arrears \
 && install --directory --owner=arrears --group=arrears --mode=0700 /var/lib/arrears
COPY --from=build /app/package.json package.json
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma prisma
COPY --from=build /app/dist dist
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/arrears
USER arrears
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets SIGTERM; `docker run IMAGE` and nothing else, no shell between.
ENTRYPOINT ["node", "dist/src/main.js"]
