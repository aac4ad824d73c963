using System.Net;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Proxy.Firewall.Rules;
using Bulwark.Waf;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall.Acl;

/// <summary>Makes the web ACL that a section <c>waf</c> of the settings describes: the same for requests that come in and for recorded ones.</summary>
internal static class FirewallAcl
{
    /// <summary>Loads the rules.</summary>
    /// <param name="options">The section.</param>
    /// <param name="hosts">The names of this instance.</param>
    /// <param name="time">The clock of rules that count.</param>
    /// <exception cref="OperatorException">They do not load; the message tells every problem.</exception>
    public static WebAcl Create(FirewallOptions options, IReadOnlyList<string> hosts, TimeProvider time) =>
        Create(RuleSetShelf.OfProcess.Load(options.Crs, hosts.Any(IsLocal), time, AnswerRules.TextOf(options.Answers)), options, time);

    /// <summary>What decides over the rules of an engine as settings say.</summary>
    /// <exception cref="OperatorException">The settings do not fit the rules; the message tells every problem.</exception>
    public static WebAcl Create(WafEngine engine, FirewallOptions options, TimeProvider time)
    {
        try
        {
            return WebAcl.Create(engine, OptionsOf(options, engine), new WebAclEnvironment { Time = time });
        }
        catch (RuleException e)
        {
            throw new OperatorException($"The settings of the firewall do not fit its rules:\n{e.Message}", e);
        }
    }

    /// <summary>Everything that is wrong with the rules of the section itself. The Core Rule Set is read for it only if one of them refers to its group.</summary>
    public static IEnumerable<ConfigError> ProblemsOf(FirewallOptions options, ConfigPath at)
    {
        if (options is { Rules.Count: 0, IpSets.Count: 0, DefaultAction.Kind: AclActionKind.Allow, DefaultAction.InsertHeaders.Count: 0 })
            return [];

        var crs = options.Rules.Any(RefersToCrs) ? options.Crs : null;
        try
        {
            var engine = RuleSetShelf.OfProcess.Load(crs, isLocal: false, TimeProvider.System);
            return WebAcl.Check(engine, OptionsOf(options with { Exclusions = [] }, engine)).Select(problem => at[problem.Path].Error(problem.Message));
        }
        catch (OperatorException e)
        {
            return [at["crs"].Error($"does not load, and 'rules' refers to it: {e.Message}")];
        }
    }

    private static WebAclOptions OptionsOf(FirewallOptions options, WafEngine engine)
    {
        var groups = engine.Rules.Select(rule => rule.Group).ToHashSet(StringComparer.Ordinal);
        return new WebAclOptions
        {
            Rules = options.Rules,
            IpSets = options.IpSets,
            DefaultAction = options.DefaultAction,
            Groups = options.Groups.ByName().Where(pair => groups.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal),
            Exclusions = [.. options.Exclusions.Select(exclusion => exclusion.ToRules())],
        };
    }

    private static bool RefersToCrs(AclRuleOptions rule) => rule.Statement.ManagedRuleGroup?.Name == CoreRuleSetOptions.Group;

    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);
}
