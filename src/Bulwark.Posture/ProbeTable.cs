using Bulwark.Posture.Probes;

namespace Bulwark.Posture;

/// <summary>Every probe, in the order of the printed table.</summary>
public static class ProbeTable
{
    /// <summary>The probes.</summary>
    public static IReadOnlyList<IProbe> All { get; } =
    [
        new EdgeServesVersions(),
        CertificateDaysLeft.OfEdge(),
        new OldTlsIsRefused("edge.tls.old-versions", "The edge speaks nothing older than TLS 1.2", EdgeServesVersions.ProbeId, target => target.Edge),
        new WeakCiphersAreRefused("edge.tls.weak-ciphers", "The edge takes no weak cipher suite", EdgeServesVersions.ProbeId, target => target.Edge),
        new EdgeRefusesUnknownHosts(),
        new EdgeAnswers("edge.host.sni-mismatch", "The edge answers 421 when SNI and Host differ",
            [new("GET", "/_matrix/client/versions") { ServerName = "bulwark-probe.invalid" }], EdgeFaults.Unless(421)) { IsRefused = true },
        new EdgeRootRedirects(),
        new EdgeHidesPaths("edge.paths.synapse-admin", "The Synapse admin API is not found, in ten spellings", [400, 404], HiddenPaths.SynapseAdmin),
        new EdgeHidesPaths("edge.paths.metadata", "Hasura's metadata, schema and console APIs are not found", [404], HiddenPaths.Metadata),
        new EdgeHidesPaths("edge.paths.federation", "Federation is closed", [404], HiddenPaths.Federation),
        new EdgeHidesPaths("edge.paths.internal", "Metrics, health and development paths are not found", [404], EdgeRequests.Internal),
        new EdgeAnswers("edge.framing.ambiguous", "A body with two possible ends is refused", EdgeRequests.AmbiguousBodies, EdgeFaults.Unless(400, 501)) { IsRefused = true },
        new EdgeAnswers("edge.methods", "TRACE and CONNECT are refused", EdgeRequests.Methods, EdgeFaults.Unless(400, 403, 404, 405, 501)) { IsRefused = true },
        new EdgeAnswers("edge.headers.too-large", "Headers of 64 KiB are refused", EdgeRequests.HugeHeaders, EdgeFaults.Unless(400, 413, 431)) { IsRefused = true },
        new EdgeAnswers("edge.headers.hsts", "Answers carry Strict-Transport-Security", EdgeRequests.Ordinary, EdgeFaults.NoHsts),
        new EdgeAnswers("edge.headers.request-id", "Answers carry X-Request-Id", EdgeRequests.Ordinary, EdgeFaults.NoRequestId),
        new EdgeAnswers("edge.headers.no-banner", "Answers do not name the software", EdgeRequests.Ordinary, EdgeFaults.Banner),
        new EdgeAnswers("edge.cors.errors", "Web clients can read why Matrix refused them", EdgeRequests.NotThere, EdgeFaults.NoCors),
        new EdgeAnswers("edge.cache.errors", "No cache keeps a 404", EdgeRequests.NotThere, EdgeFaults.Storable),
        new EdgeAnswers("edge.cache.redirects", "No cache keeps the redirect of the root", EdgeRequests.Root, EdgeFaults.Storable),
        new GraphQlGivesNoData("edge.graphql.no-token", "GraphQL without a token gives no data", GraphQlGivesNoData.WithoutToken),
        new GraphQlGivesNoData("edge.graphql.forged-token", "GraphQL with a forged token or identity gives no data", EdgeRequests.ForgedTokens),
        new EdgeAnswers("edge.mcp.no-token", "MCP without a token answers 401 and says where to get one", EdgeRequests.McpWithoutToken, EdgeFaults.NoResourceMetadata),
        new RegistrationIsClosed(),
        new PlainHttpIsClosed(),
        new ClocksAgree(),
        new EdgeIsStable(),
        RateLimitHolds.WithForgedAddresses(),
        RateLimitHolds.OfLogin(),
        new OriginAcceptsLeaf(OriginProbes.SiblingId, "The load balancer takes the edge-client leaf", credentials => credentials.EdgeClient()),
        new OriginAcceptsLeaf("origin.mtls.edge", "The load balancer takes the edge's own leaf", credentials => credentials.Edge()),
        new OriginRefusesCertificate("origin.mtls.no-certificate", "The load balancer refuses a client without a certificate", _ => null),
        new OriginRefusesOverTls12(),
        new OriginRefusesCertificate("origin.mtls.wrong-ca", "The load balancer refuses a certificate of another CA", BadCertificate.OfAnotherAuthority),
        new OriginRefusesCertificate("origin.mtls.self-signed", "The load balancer refuses a self-signed certificate", BadCertificate.SelfSigned),
        new OriginRefusesCertificate("origin.mtls.stripped-chain", "The load balancer refuses a chain with a hole", BadCertificate.OfMissingIntermediate),
        new OriginRefusesCertificate("origin.mtls.server-auth", "The load balancer refuses a certificate that is only for servers", BadCertificate.ForServersOnly),
        new OriginRefusesCertificate("origin.mtls.no-eku", "The load balancer refuses a certificate without extended key usage", BadCertificate.WithoutUsage),
        new OriginRefusesCertificate("origin.mtls.any-eku", "The load balancer refuses a certificate for any use", BadCertificate.ForAnyUsage),
        new OriginRefusesCertificate("origin.mtls.expired", "The load balancer refuses an expired certificate", BadCertificate.Expired),
        new OriginRefusesCertificate("origin.mtls.not-yet-valid", "The load balancer refuses a certificate whose time has not come", BadCertificate.NotYetValid),
        CertificateDaysLeft.OfOrigin(),
        new OldTlsIsRefused("origin.tls.old-versions", "The load balancer speaks nothing older than TLS 1.2", OriginProbes.SiblingId, target => target.Origin),
        new WeakCiphersAreRefused("origin.tls.weak-ciphers", "The load balancer takes no weak cipher suite", OriginProbes.SiblingId, target => target.Origin),
        new OriginAnswers("origin.host.unknown", "The load balancer answers 421 for a host that it does not serve",
            [new("GET", "/") { Host = "bulwark-probe.invalid" }, new("GET", "/") { Host = "192.0.2.1" }, new("GET", "/") { ServerName = "bulwark-probe.invalid" }], 421),
        new OriginAnswers("origin.paths.hidden", "Admin paths are not found past the edge either", [.. HiddenPaths.SynapseAdmin, .. HiddenPaths.Metadata, .. EdgeRequests.Internal], 400, 404),
        new AdminPlaneIsClosed(),
        new PrivateFilesAreClosed(),
        new CertificateFilesDaysLeft(),
        new UnlockKeyLiesElsewhere(),
    ];
}
