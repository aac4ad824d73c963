using System.Globalization;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall;

namespace Bulwark.Settings;

/// <summary>
/// What the settings' text alone does not show: a folder of rules that is not there, rules that do not load, settings that do not fit them. A tier that starts, or takes the settings
/// over, finds the same.
/// </summary>
internal static class FirewallRuleProblems
{
    /// <summary>The problems, each as <c>FILE:LINE: path message</c>.</summary>
    public static IEnumerable<string> Of(SettingsResult<BulwarkOptions> settings, string file)
    {
        foreach (var (path, waf) in ((string, FirewallOptions)[])[("edge.waf", settings.Value.Edge.Waf), ("loadBalancer.waf", settings.Value.LoadBalancer.Waf)])
        {
            if (waf.FindRuleProblem(settings.Value.Hosts) is { } problem)
                yield return string.Create(CultureInfo.InvariantCulture, $"{file}:{settings.LineOf(new ConfigPath(path))}: {path}: {problem}");
        }
    }
}
