using System.Globalization;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What <c>waf serve</c> loads: engine settings of its own, the operator's setup and rules, and last what the command line says.</summary>
public sealed record ServedRuleSources
{
    /// <summary>Bodies of requests and answers are looked at. What is larger than the limits is looked at as far as they go in count, and refused in block; so is what has more arguments.</summary>
    private const string Before = """
        SecRequestBodyAccess On
        SecRequestBodyLimit 13107200
        SecRequestBodyNoFilesLimit 1048576
        SecRequestBodyJsonDepthLimit 512
        SecArgumentsLimit 10000
        SecArgumentSeparator &
        SecCookieFormat 0
        SecResponseBodyAccess On
        SecResponseBodyMimeType text/plain text/html text/xml application/json
        SecResponseBodyLimit 524288
        SecResponseBodyLimitAction ProcessPartial

        SecRule REQUEST_HEADERS:Content-Type "@rx (?i)^(?:application|text)/(?:[a-z0-9.-]+\+)?xml" \
            "id:7700001,phase:1,pass,nolog,t:none,ctl:requestBodyProcessor=XML"
        SecRule REQUEST_HEADERS:Content-Type "@rx (?i)^application/(?:[a-z0-9.-]+\+)?json" \
            "id:7700002,phase:1,pass,nolog,t:none,ctl:requestBodyProcessor=JSON"
        SecRule REQBODY_ERROR "!@eq 0" \
            "id:7700003,phase:2,deny,status:400,log,t:none,severity:'CRITICAL',msg:'The body is not what its type says',logdata:'%{reqbody_error_msg}'"
        SecRule MULTIPART_STRICT_ERROR "!@eq 0" \
            "id:7700004,phase:2,deny,status:400,log,t:none,severity:'CRITICAL',msg:'The multipart body can be read in more than one way'"
        SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" \
            "id:7700005,phase:2,deny,status:400,log,t:none,severity:'CRITICAL',msg:'The multipart body has lines that look like its boundary'"
        """;

    /// <summary>The folder of rules.</summary>
    public required string Folder { get; init; }

    /// <summary>The file that is loaded before them; null for the one in the folder, if there is one.</summary>
    public string? SetupFile { get; init; }

    /// <summary>The Core Rule Set's paranoia level, for blocking and detection alike; null for what the setup says.</summary>
    public int? ParanoiaLevel { get; init; }

    /// <summary>Whether what the rules refuse is refused, or only counted.</summary>
    public bool Blocks { get; init; }

    /// <summary>Everything in the order in which it is loaded.</summary>
    /// <exception cref="RuleException">There is no such folder, or nothing in it.</exception>
    public RuleSources ToSources()
    {
        var sources = new RuleSources().AddText("waf serve", Before);
        if (SetupFile is not null)
            sources.AddFile(SetupFile);

        // Version 3 and version 4 of the Core Rule Set name the level differently; each leaves the other's names alone.
        if (ParanoiaLevel is { } level)
        {
            sources.AddText("--paranoia", string.Create(CultureInfo.InvariantCulture, $"""
                SecAction "id:7700010,phase:1,pass,nolog,t:none,\
                    setvar:tx.paranoia_level={level},setvar:tx.executing_paranoia_level={level},\
                    setvar:tx.blocking_paranoia_level={level},setvar:tx.detection_paranoia_level={level}"
                """));
        }

        return sources.AddFolder(Folder).AddText("--mode", Blocks ? "SecRuleEngine On" : "SecRuleEngine DetectionOnly");
    }
}
