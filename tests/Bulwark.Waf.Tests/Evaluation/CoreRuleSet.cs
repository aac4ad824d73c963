namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>The Core Rule Set that Debian's package modsecurity-crs installs.</summary>
internal static class CoreRuleSet
{
    public const string Folder = "/usr/share/modsecurity-crs";

    /// <summary>Each rule by itself, whatever it costs.</summary>
    public static readonly WafOptions Reference = new() { IsReference = true, Budget = long.MaxValue / 4 };

    /// <summary>An engine with the rule set and, before it, settings and rules of one's own.</summary>
    public static WafEngine Load(int paranoia = 1, string mode = "DetectionOnly", bool isReference = false, WafOptions? options = null) => WafEngine.Load(
        new RuleSources()
            .AddText("settings", $"""
                SecRuleEngine {mode}
                SecResponseBodyAccess On
                SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
                SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application|text)/xml" "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
                SecAction "id:900001,phase:1,nolog,pass,setvar:tx.paranoia_level={paranoia},setvar:tx.executing_paranoia_level={paranoia}"
                """)
            .AddFolder(Folder),
        isReference ? Reference : options ?? new WafOptions { Budget = long.MaxValue / 4 });
}
