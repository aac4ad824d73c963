using System.CommandLine;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf ...</c>: the web application firewall.</summary>
internal static class WafVerb
{
    public static Command Create() => new("waf", "The web application firewall")
    {
        WafExplainVerb.Create(),
        WafReplayVerb.Create(),
        WafReportVerb.Create(),
        WafSamplesVerb.Create(),
        WafServeVerb.Create(),
        WafStatusVerb.Create(),
        WafModeVerb.Create(),
        WafPromoteVerb.Create(),
    };
}
