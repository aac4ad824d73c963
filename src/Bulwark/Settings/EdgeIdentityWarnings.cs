using System.Globalization;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki;

namespace Bulwark.Settings;

/// <summary>
/// Names of edges that no certificate here has: a misspelt one lets nobody in, so the edge's clients would be refused as strangers. That is no error, for an edge of another machine may
/// hold a certificate that was issued elsewhere.
/// </summary>
internal static class EdgeIdentityWarnings
{
    /// <summary>The warnings, each as <c>FILE:LINE: path message</c>; none before the first start, which makes the certificates.</summary>
    public static IEnumerable<string> Of(SettingsResult<BulwarkOptions> settings, string file, DataDirectory data)
    {
        var folder = new PkiFolder(data);
        if (!File.Exists(folder.Certificate(PkiFolder.OriginCa)))
            return [];

        var others = settings.Value.Edge.Origin.Certificate is { } own ? [Path.GetFullPath(own.CertificateFile, data.Root)] : Array.Empty<string>();
        var at = new ConfigPath("loadBalancer.edgeIdentities");
        return settings.Value.LoadBalancer.EdgeIdentities
            .Select((identity, i) => (Identity: identity, Path: at[i]))
            .Where(entry => !ClientNames.IsKnown(folder, entry.Identity, others))
            .Select(entry => string.Create(
                CultureInfo.InvariantCulture,
                $"{file}:{settings.LineOf(entry.Path)}: {entry.Path} '{entry.Identity}' is the CN of no certificate in {folder.Path}: unless an edge on another machine has it, it is misspelt, and who comes as an edge is refused with 421"));
    }
}
