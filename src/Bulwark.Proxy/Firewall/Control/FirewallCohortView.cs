namespace Bulwark.Proxy.Firewall.Control;

/// <summary>What a group of rules did with the requests of one cohort since its promotion's last step: refused them, or, in the cohort that counts, would have.</summary>
public sealed record FirewallCohortView
{
    /// <summary>All requests.</summary>
    public required long Requests { get; init; }

    /// <summary>The clients that they came from: members, and the addresses of those of whom no member is known.</summary>
    public required long Clients { get; init; }

    /// <summary>The requests that a rule of the group matched.</summary>
    public required long Matches { get; init; }

    /// <summary>The requests that the group refused, or would have refused.</summary>
    public required long Refusals { get; init; }

    /// <summary>The members among the clients.</summary>
    public required long Members { get; init; }

    /// <summary>Their requests.</summary>
    public required long MemberRequests { get; init; }

    /// <summary>Those of their requests that the group refused, or would have refused.</summary>
    public required long MemberRefusals { get; init; }

    /// <summary>The members whom that happened to.</summary>
    public required long RefusedMembers { get; init; }

    /// <summary>The share of members' requests that the group refused, or would have refused: 0 to 1.</summary>
    public double RefusalRate => MemberRequests == 0 ? 0 : (double)MemberRefusals / MemberRequests;
}
