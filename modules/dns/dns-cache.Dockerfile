# One image for both containers of the DNS cache, for those who would rather build than mirror two:
#   docker build -f modules/dns/dns-cache.Dockerfile -t REGISTRY/dns-cache:1 . && docker push REGISTRY/dns-cache:1
# Then, in organization.yaml:
#   dnsCache: { image: REGISTRY/dns-cache:1, shellImage: REGISTRY/dns-cache:1 }
# Corefile, resolv.conf and wrapper are not in it: they come with each task.
FROM coredns/coredns:1.11.1 AS coredns

# Static, since its busybox is handed to containers of other images.
FROM busybox:1.36-musl
COPY --from=coredns /coredns /coredns
USER 0
ENTRYPOINT ["/coredns"]
