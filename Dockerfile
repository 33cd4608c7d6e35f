# The engine as an image: worker, web server and command line. Its locked packages come from whichever index the
# build machine uses; nothing else is fetched.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cadence
COPY --from=packages /venv /venv
WORKDIR /app
COPY cadence cadence
COPY workflows workflows
COPY activities activities
RUN python -m compileall -q cadence workflows activities  # once, and not at the start of every program
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN mkdir /journal /checkpoints && chown 10001:10001 /journal /checkpoints
USER 10001:10001
ENTRYPOINT ["python", "-m", "cadence"]
CMD ["--help"]
