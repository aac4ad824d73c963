using System.Collections.Concurrent;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Mcp;
using Bulwark.Pki;
using Bulwark.Running;
using Bulwark.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Revisions;

/// <summary>Gives each tier of this process its part of a revision.</summary>
/// <param name="started">The settings that the process started with.</param>
/// <param name="environment">What its tiers share.</param>
internal sealed class TierSettings(BulwarkOptions started, TierEnvironment environment) : ITierSettings
{
    private readonly ConcurrentDictionary<string, BulwarkOptions> _inForce = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public IPreparedSettings Prepare(string tier, string file, IServiceProvider services)
    {
        var next = SettingsReader.Read(file, SettingsJson.Default.BulwarkOptions).Value;
        var current = _inForce.GetValueOrDefault(tier, started);
        var changes = SettingsDifference.Between(current, next).Where(change => TierSections.Concerns(tier, change.Section)).ToList();
        return new TierTakesOver(changes.Count == 0 ? null : Build(tier, changes, next, services), () => _inForce[tier] = next);
    }

    private IPreparedSettings? Build(string tier, IReadOnlyList<SettingsChange> changes, BulwarkOptions next, IServiceProvider services)
    {
        var shared = ProgramEnvironment.Create(next, environment.Data, environment.PortOffset, environment.LoggerFactory);
        var nextEnvironment = environment with { Hosts = shared.Hosts, PublicUrl = shared.PublicUrl, Issuer = shared.Issuer };
        switch (tier)
        {
            case EdgeTier.Name:
                EnsureCertificates(next);
                return services.GetRequiredService<ISettingsSwap<EdgeOptions>>().Prepare(next.Edge, nextEnvironment);
            case LoadBalancerTier.Name:
                return services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>().Prepare(next.LoadBalancer, nextEnvironment);
            case McpTier.Name:
                RefuseWhatNeedsAStart(tier, changes, nextEnvironment);
                return services.GetRequiredService<ISettingsSwap<McpOptions>>().Prepare(next.Mcp, nextEnvironment);
            default:
                RefuseWhatNeedsAStart(tier, changes, nextEnvironment);
                return null;
        }
    }

    // While a revision is on its way clients come with the names of both.
    private void EnsureCertificates(BulwarkOptions next)
    {
        var request = ProgramEnvironment.PkiRequest(next, environment, environment.LoggerFactory.CreateLogger<TierSettings>());
        var current = _inForce.GetValueOrDefault(EdgeTier.Name, started);
        InstancePki.Ensure(request with { Hosts = [.. next.Hosts.Union(current.Hosts, StringComparer.OrdinalIgnoreCase)] });
    }

    private void RefuseWhatNeedsAStart(string tier, IReadOnlyList<SettingsChange> changes, TierEnvironment next)
    {
        var problems = changes.Where(change => change.Section == TierSections.Of(tier))
            .Select(change => $"{change.Path} takes effect at a start of the {tier} tier")
            .ToList();
        if (next.PublicUrl != environment.PublicUrl)
            problems.Add($"publicUrl changes from {environment.PublicUrl} to {next.PublicUrl}, which takes effect at a start of every tier");
        else if (next.Issuer != environment.Issuer)
            problems.Add($"identity.poolId changes the issuer from {environment.Issuer} to {next.Issuer}, which takes effect at a start of every tier");

        if (problems.Count > 0)
            throw new OperatorException(string.Join('\n', problems));
    }
}
