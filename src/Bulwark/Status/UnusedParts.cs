using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Core.Usage;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Settings;

namespace Bulwark.Status;

/// <summary>What was not used for a long time, by what edge and load balancer have kept. What nobody asked of them since the record began is not older than that.</summary>
internal sealed class UnusedParts(DataDirectory data, BulwarkOptions settings, TimeSpan after, DateTimeOffset now)
{
    private readonly UsageReport? _edge = UsageFile.Read(data, EdgeTier.Name);
    private readonly UsageReport? _loadBalancer = UsageFile.Read(data, LoadBalancerTier.Name);

    /// <summary>The list, what is idle longest first.</summary>
    /// <exception cref="OperatorException">A certificate file cannot be read.</exception>
    public IReadOnlyList<UnusedPart> List() =>
    [
        .. Certificates().Concat(ConfiguredAuthorities())
            .Concat(Declared(_loadBalancer, UsageKinds.Listener, "listener", settings.LoadBalancer.Listeners.Select(listener => listener.Name), "remove it from loadBalancer.listeners, then start again: bulwark up"))
            .Concat(Declared(_loadBalancer, UsageKinds.TargetGroup, "target group", settings.LoadBalancer.TargetGroups.Keys, "remove it from loadBalancer.targetGroups and from the rules, then: bulwark apply"))
            .Concat(Declared(_edge, UsageKinds.Origin, "origin", settings.Edge.Origins.Select(origin => origin.Url.Authority), "remove it from edge.origins, then: bulwark apply"))
            .OrderByDescending(part => part.Days),
    ];

    private IEnumerable<UnusedPart> Certificates()
    {
        if (!Directory.Exists(data.Pki))
            yield break;

        foreach (var state in PkiInventory.Read(new PkiFolder(data), now))
        {
            using var certificate = CertificateFiles.LoadCertificate(state.File);
            var part = state switch
            {
                { Kind: "client", State: "issued" } => Find(_loadBalancer, UsageKinds.Client + Fingerprints.Of(certificate), certificate.ValidFrom, "client certificate", state.Name, $"bulwark pki revoke {state.Name}"),
                { Kind: "ca", State: "imported" } => Find(_loadBalancer, UsageKinds.Authority + Fingerprints.Of(certificate), new DateTimeOffset(File.GetLastWriteTimeUtc(state.File)), "ca", state.Name, $"bulwark pki retire {state.Name}"),
                _ => null,
            };
            if (part is not null)
                yield return part;
        }
    }

    private IEnumerable<UnusedPart> ConfiguredAuthorities()
    {
        foreach (var file in settings.LoadBalancer.AllClientCertificates().SelectMany(trust => trust.Authorities).Select(file => Path.GetFullPath(file, data.Root)).Distinct(StringComparer.Ordinal))
        {
            foreach (var certificate in CertificateFiles.LoadAll(file))
            {
                using (certificate)
                {
                    if (Find(_loadBalancer, UsageKinds.Authority + Fingerprints.Of(certificate), new DateTimeOffset(File.GetLastWriteTimeUtc(file)), "ca", certificate.Subject, $"remove it from {file}, then: bulwark pki reload") is { } part)
                        yield return part;
                }
            }
        }
    }

    private IEnumerable<UnusedPart> Declared(UsageReport? report, string kind, string word, IEnumerable<string> names, string command) => names
        .Where(name => report?.Entries.ContainsKey(kind + name) == true)
        .Select(name => Find(report, kind + name, DateTimeOffset.MinValue, word, name, command))
        .OfType<UnusedPart>();

    /// <summary>Null: it is in use, is too young to tell, or nothing was kept yet.</summary>
    private UnusedPart? Find(UsageReport? report, string key, DateTimeOffset made, string kind, string name, string command)
    {
        if (report is null)
            return null;

        var entry = report.Entries.TryGetValue(key, out var found) ? found : new UsageEntry(report.Since, LastUsed: null);
        var quietSince = entry.QuietSince > made ? entry.QuietSince : made;
        return now - quietSince < after ? null : new UnusedPart(kind, name, entry.LastUsed, (int)(now - quietSince).TotalDays, command);
    }
}
