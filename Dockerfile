# One image for web servers and workers (docker-compose.yml says which is which).
FROM node:24-bookworm-slim
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
RUN mkdir /data && chown node:node /app /data
USER node

# Packages change seldom: their layer is kept while only sources change.
COPY --chown=node:node package.json package-lock.json .npmrc ./
COPY --chown=node:node scripts/generate.mjs scripts/
RUN npm ci

COPY --chown=node:node . .
RUN npm run generate && npx winnow build

ENV HOST=0.0.0.0 WINNOW_DATA_DIR=/data WINNOW_WORKERS=0
VOLUME /data
EXPOSE 3000
CMD ["node", "scripts/winnow.mjs", "start", "--verbose"]
