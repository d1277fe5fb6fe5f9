FROM rust:1-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends pkg-config libopus-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates espeak-ng libopus0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /data toneline \
    && mkdir -p /data && chown toneline /data
COPY --from=build /src/target/release/toneline /usr/local/bin/toneline
USER toneline
VOLUME /data
EXPOSE 8080
CMD ["toneline", "serve"]
