namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The body of <c>POST /waf/mode</c>.</summary>
public sealed record FirewallModeRequest
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Its mode from now on.</summary>
    public required FirewallMode Mode { get; init; }
}
