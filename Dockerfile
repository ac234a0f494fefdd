# The portal's image: one for web, worker and beat; the command says which (docker-compose.yml).

FROM node:22-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim AS python
COPY requirements.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim AS static
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY --from=python /venv /venv
COPY --from=front /app/node_modules node_modules
COPY . .
# The key serves only this step; without one the portal would make a key of its own and keep it in the image.
RUN python scripts/vendor.py \
 && SECRET_KEY=only-for-collectstatic BLIND_INDEX_KEY=only-for-collectstatic FIELD_KEYS=only-for-collectstatic \
    python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/portal
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal --mode 0700 /var/lib/portal
WORKDIR /app
COPY --from=python /venv /venv
COPY . .
COPY --from=static /app/var/staticfiles var/staticfiles
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
CMD ["gunicorn"]
