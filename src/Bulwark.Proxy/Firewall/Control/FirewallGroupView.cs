namespace Bulwark.Proxy.Firewall.Control;

/// <summary>A group of rules.</summary>
public sealed record FirewallGroupView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The mode of the settings, which the next start or apply puts into force.</summary>
    public required FirewallMode Declared { get; init; }

    /// <summary>The mode in force.</summary>
    public required FirewallMode Live { get; init; }

    /// <summary>How many rules it has.</summary>
    public required int Rules { get; init; }

    /// <summary>When an operator set it at run time; null: the settings did.</summary>
    public DateTimeOffset? SetAt { get; init; }

    /// <summary>User ID of the process that set it.</summary>
    public int? SetByUserId { get; init; }

    /// <summary>Process ID of the process that set it.</summary>
    public int? SetByProcessId { get; init; }

    /// <summary>Its promotion from count to block; null when there is none.</summary>
    public FirewallPromotionView? Promotion { get; init; }
}
