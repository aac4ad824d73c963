namespace Bulwark.Waf.Acl;

/// <summary>What a web ACL has decided about one request, and why.</summary>
public sealed record FirewallDecision
{
    /// <summary>Whether the request is refused.</summary>
    public required bool IsBlocked { get; init; }

    /// <summary>The rule of the web ACL that decided; null for the default action.</summary>
    public string? Rule { get; init; }

    /// <summary>The group whose rule decided; null for a rule of the web ACL itself.</summary>
    public string? Group { get; init; }

    /// <summary>The rule of the group that decided; null outside of groups.</summary>
    public string? GroupRule { get; init; }

    /// <summary>How a blocked request is answered; null for one that passes.</summary>
    public AclResponse? Response { get; init; }

    /// <summary>Every rule that matched, in the order of evaluation.</summary>
    public IReadOnlyList<AclMatch> Matches { get; init; } = [];

    /// <summary>The first <see cref="MaxLabels"/> labels that rules have added, in their order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Headers to set on the request that goes on, each in the place of those that have its name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> InsertHeaders { get; init; } = [];

    /// <summary>How the decision came about; empty unless it was asked for.</summary>
    public IReadOnlyList<AclStep> Steps { get; init; } = [];

    /// <summary>Whether something was not looked at, because inspecting became too costly or there were too many arguments: blocked wherever a group blocks, else counted.</summary>
    public bool IsBudgetExceeded { get; init; }

    /// <summary>The score at which the Core Rule Set refuses a request (<see cref="RuleMatch.AnomalyScore"/>); null without it.</summary>
    public int? AnomalyThreshold { get; init; }

    /// <summary>How many labels a decision shows.</summary>
    public const int MaxLabels = 100;
}
