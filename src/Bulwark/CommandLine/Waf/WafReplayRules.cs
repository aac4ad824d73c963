using System.CommandLine;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer;
using Bulwark.Proxy.Firewall.Replay;
using Bulwark.Revisions;
using Bulwark.Settings;

namespace Bulwark.CommandLine.Waf;

/// <summary>The options that say whose rules are asked about a recording: those in force in an instance, and those of a settings file beside them.</summary>
internal sealed class WafReplayRules
{
    private readonly Option<string?> _proposed = new("--proposed")
    {
        Description = "A settings file that is not in force: show what its rules refuse that those in force do not, and the other way round",
        HelpName = "SETTINGS",
    };

    private readonly Option<string?> _tier;
    private readonly InstanceOptions _instance;

    private WafReplayRules(Command verb)
    {
        verb.Options.Add(_proposed);
        _tier = WafTiers.AddTo(verb);
        _tier.Description = "Whose section 'waf' counts [default: the edge's]";
        _instance = InstanceOptions.AddTo(verb);
    }

    public static WafReplayRules AddTo(Command verb) => new(verb);

    /// <summary>The settings in force; says so when the settings file says something else.</summary>
    /// <exception cref="ConfigException">Nothing is in force, and the settings file is invalid.</exception>
    public ReplayedSettings InForce(ParseResult parse)
    {
        var inForce = RevisionInForce.Read(_instance.Data(parse), _instance.ConfigFile(parse), TimeProvider.System);
        if (inForce.Notice is not null)
            Console.Error.WriteLine($"bulwark: {inForce.Notice}");

        return SettingsOf(parse, inForce.Settings);
    }

    /// <summary>The proposed settings; null when none are named.</summary>
    /// <exception cref="ConfigException">They are invalid.</exception>
    public ReplayedSettings? Proposed(ParseResult parse) => parse.GetValue(_proposed) is { } file
        ? SettingsOf(parse, SettingsReader.Read(Path.GetFullPath(file), SettingsJson.Default.BulwarkOptions).Value)
        : null;

    /// <summary>Rules that stand by themselves are in force nowhere.</summary>
    /// <exception cref="OperatorException">There are options for both.</exception>
    public void RefuseBesideRules(ParseResult parse)
    {
        if (parse.GetValue(_proposed) is not null || parse.GetValue(_tier) is not null)
            throw new OperatorException("--proposed and --tier are about the settings of an instance and do not go with --rules.");
    }

    private ReplayedSettings SettingsOf(ParseResult parse, BulwarkOptions settings) =>
        new(parse.GetValue(_tier) == LoadBalancerTier.Name ? settings.LoadBalancer.Waf : settings.Edge.Waf, settings.Hosts);
}
