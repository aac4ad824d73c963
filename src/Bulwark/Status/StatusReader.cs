using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Edge;
using Bulwark.Edge.Control;
using Bulwark.LoadBalancer;
using Bulwark.Revisions;
using Bulwark.Running;
using Bulwark.Settings;

namespace Bulwark.Status;

/// <summary>Puts together what is live. It reads only, and what cannot be read is told as such.</summary>
internal sealed class StatusReader(DataDirectory data, string? configFile, TimeSpan unusedAfter, TimeProvider time)
{
    private const string KeyEnding = ".key.pem";

    /// <summary>Asks every tier and looks at the files of the instance.</summary>
    /// <exception cref="OperatorException">A control socket belongs to another user.</exception>
    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        var reader = new TierReader(data, cancellationToken);
        var tiers = await Task.WhenAll(TierTable.Names.Select(reader.ReadTierAsync));
        var (edge, loadBalancer) = (tiers.Single(tier => tier.Tier == EdgeTier.Name), tiers.Single(tier => tier.Tier == LoadBalancerTier.Name));
        var limits = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var tier in new[] { edge, loadBalancer })
        {
            if (await reader.ReadAsync(tier, "/rate-limits") is { } answer)
                limits[tier.Tier] = answer;
        }

        var (revision, inForce) = ReadRevision();
        var report = new StatusReport
        {
            Data = data.Root,
            Revision = revision,
            Tiers = tiers,
            Certificates = ReadCertificates(),
            Lock = await reader.ReadAsync(loadBalancer, "/lock"),
            TargetGroups = await reader.ReadAsync(loadBalancer, "/target-groups"),
            Origins = await reader.ReadAsync(edge, "/origins"),
            Cache = await reader.ReadAsync(edge, "/cache"),
            Acme = await reader.ReadAsync(edge, AcmeRoutes.Show),
            Unused = ReadUnused(inForce?.Value),
            RateLimits = limits,
            Risks = [],
        };
        return report with { Risks = [.. ResidualRisks.Of(report, inForce, data, time)] };
    }

    private IReadOnlyList<UnusedPart> ReadUnused(BulwarkOptions? inForce)
    {
        try
        {
            return inForce is null ? [] : new UnusedParts(data, inForce, unusedAfter, time.GetUtcNow()).List();
        }
        catch (OperatorException)
        {
            // A certificate file that cannot be read: 'verify' and the tiers say so; what else is live is told all the same.
            return [];
        }
    }

    private (RevisionStatus Status, SettingsResult<BulwarkOptions>? InForce) ReadRevision()
    {
        try
        {
            var folder = new RevisionFolder(data);
            var history = folder.Read();
            var number = history.IntendedAt(time.GetUtcNow())?.Number ?? 0;
            if (number == 0 || !File.Exists(folder.PathOf(number)))
                return (new RevisionStatus(number, history.Confirmed, null, null, null), null);

            var inForce = SettingsReader.Read(folder.PathOf(number), SettingsJson.Default.BulwarkOptions);
            var (differs, problem) = CompareWithFile(inForce.Value, configFile ?? history.FileOf(history.InForce));
            return (new RevisionStatus(number, history.Confirmed, number == history.InForce ? history.ConfirmBy : null, differs, problem), inForce);
        }
        catch (OperatorException e)
        {
            return (new RevisionStatus(0, 0, null, null, e.Message), null);
        }
        catch (ConfigException e)
        {
            return (new RevisionStatus(0, 0, null, null, e.Problems[0]), null);
        }
    }

    private (int? Differs, string? Problem) CompareWithFile(BulwarkOptions inForce, string? file)
    {
        try
        {
            return (SettingsDifference.Between(inForce, SettingsFile.Read(data, file).Value).Count, null);
        }
        catch (ConfigException e)
        {
            return (null, e.Problems[0]);
        }
    }

    private List<CertificateStatus> ReadCertificates()
    {
        if (!Directory.Exists(data.Pki))
            return [];

        return [.. Directory.EnumerateFiles(data.Pki, "*.pem")
            .Where(file => !file.EndsWith(KeyEnding, StringComparison.Ordinal))
            .Select(ReadCertificate)
            .OfType<CertificateStatus>()
            .OrderBy(certificate => certificate.NotAfter)];
    }

    private CertificateStatus? ReadCertificate(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            var notAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority);
            return new CertificateStatus(
                Path.GetFileNameWithoutExtension(file), isAuthority, notAfter, (int)Math.Floor((notAfter - time.GetUtcNow()).TotalDays));
        }
        catch (CryptographicException)
        {
            // A list of revoked certificates, or what somebody else put there: no certificate that could run out.
            return null;
        }
    }
}
