using Bulwark.Waf.Transformations;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Settings;

/// <summary>What rule files say about the engine as a whole, with what holds where they say nothing.</summary>
/// <remarks>Where ModSecurity's own default is not to look (engine off, request bodies unread), the default here is what its recommended configuration sets.</remarks>
internal sealed record EngineSettings
{
    /// <summary><c>SecRuleEngine</c>.</summary>
    public RuleEngineMode RuleEngine { get; init; } = RuleEngineMode.On;

    /// <summary><c>SecRequestBodyAccess</c>: whether request bodies are read.</summary>
    public bool RequestBodyAccess { get; init; } = true;

    /// <summary><c>SecResponseBodyAccess</c>: whether response bodies are held and read.</summary>
    public bool ResponseBodyAccess { get; init; }

    /// <summary>The limits of bodies and arguments.</summary>
    public DataLimits Limits { get; init; } = DataLimits.Default;

    /// <summary><c>SecCollectionTimeout</c>: how long a stored collection lives after it was changed last.</summary>
    public TimeSpan CollectionTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>SecAuditEngine</c>.</summary>
    public AuditEngineMode AuditEngine { get; init; } = AuditEngineMode.Off;

    /// <summary><c>SecAuditLogParts</c>.</summary>
    public string AuditLogParts { get; init; } = "ABCFHZ";

    /// <summary><c>SecAuditLogRelevantStatus</c>: a regular expression; null without one.</summary>
    public string? AuditLogRelevantStatus { get; init; }

    /// <summary><c>SecUnicodeMapFile</c>: what <c>t:urlDecodeUni</c> makes of characters; null for its own rule only.</summary>
    public UnicodeMap? UnicodeMap { get; init; }

    /// <summary><c>SecWebAppId</c>: collections of different applications are different.</summary>
    public string WebAppId { get; init; } = "default";

    /// <summary><c>SecComponentSignature</c>: what rule sets call themselves, in the order of the files.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];
}
