using Bulwark.Posture.Probes;

namespace Bulwark.Posture;

/// <summary>Every probe, in the order of the printed table.</summary>
public static class ProbeTable
{
    /// <summary>The probes.</summary>
    public static IReadOnlyList<IProbe> All { get; } =
    [
        new EdgeServesVersions(),
        new OldTlsIsRefused("edge.tls.old-versions", "The edge speaks nothing older than TLS 1.2", EdgeServesVersions.ProbeId, target => target.Edge),
        new EdgeRefusesUnknownHosts(),
        new EdgeRootRedirects(),
        new EdgeHidesPaths("edge.paths.synapse-admin", "The Synapse admin API is not found, in ten spellings", [400, 404], HiddenPaths.SynapseAdmin),
        new EdgeHidesPaths("edge.paths.metadata", "Hasura's metadata, schema and console APIs are not found", [404], HiddenPaths.Metadata),
        new EdgeHidesPaths("edge.paths.federation", "Federation is closed", [404], HiddenPaths.Federation),
        new GraphQlGivesNoData(),
        new RegistrationIsClosed(),
        new PlainHttpIsClosed(),
        new OriginAcceptsLeaf(OriginProbes.SiblingId, "The load balancer takes the edge-client leaf", credentials => credentials.EdgeClient()),
        new OriginAcceptsLeaf("origin.mtls.edge", "The load balancer takes the edge's own leaf", credentials => credentials.Edge()),
        new OriginRefusesCertificate("origin.mtls.no-certificate", "The load balancer refuses a client without a certificate", _ => null),
        new OriginRefusesCertificate("origin.mtls.wrong-ca", "The load balancer refuses a certificate of another CA", BadCertificate.OfAnotherAuthority),
        new OriginRefusesCertificate("origin.mtls.server-auth", "The load balancer refuses a certificate that is only for servers", BadCertificate.ForServersOnly),
        new OriginRefusesCertificate("origin.mtls.no-eku", "The load balancer refuses a certificate without extended key usage", BadCertificate.WithoutUsage),
        new OriginRefusesCertificate("origin.mtls.expired", "The load balancer refuses an expired certificate", BadCertificate.Expired),
        new OldTlsIsRefused("origin.tls.old-versions", "The load balancer speaks nothing older than TLS 1.2", OriginProbes.SiblingId, target => target.Origin),
        new PrivateFilesAreClosed(),
    ];
}
