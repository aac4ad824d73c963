namespace Bulwark.Proxy.Firewall;

/// <summary>What the Core Rule Set is told of the site that it protects.</summary>
public enum CoreRuleSetProfile
{
    /// <summary>A chat service: Matrix and GraphQL.</summary>
    Chat,

    /// <summary>Nothing.</summary>
    None,
}
